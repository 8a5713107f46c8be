/** The part of a BroadcastChannel that is used here. */
export interface Channel {
  postMessage: (message: unknown) => void;
  onmessage: ((event: MessageEvent) => void) | null;
  close: () => void;
}

export interface ElectionOptions<M> {
  channel: Channel;
  /** This tab's own, random. */
  id: string;
  /** This tab is the leader, until told to follow. */
  onLead: () => void;
  /** Another tab is; called again when that was in doubt. */
  onFollow: () => void;
  /** What another tab sent. */
  onMessage: (message: M) => void;
  /** What a leader sends a newcomer first. */
  greeting: () => M;
}

export interface Election<M> {
  /** Sends something to all other tabs. */
  send: (message: M) => void;
  /** Leads no more, and stands by: it still hears what the others send. */
  stepDown: () => void;
  /** Follows, where it stood by. */
  rejoin: () => void;
  /** Leaves; another tab leads then. */
  resign: () => void;
}

type Letter<M> = { type: "query" } | { type: "resign" } | { type: "claim" | "message"; message: M };

/** A leader answers at once, even when its tab is hidden: messages are not held back as timers are. */
const answerMs = 250;
const checkEveryMs = 5000;

/**
 * Elects one of this browser's tabs. Whoever hears of no leader becomes it; of two, the one with the smaller id stays. A
 * leader that leaves resigns; one that crashed or was frozen is missed at the next check.
 * @see docs/decisions/0019-a-leader-among-tabs.md
 */
export function electLeader<M>(options: ElectionOptions<M>): Election<M> {
  const { channel, id, onLead, onFollow, onMessage, greeting } = options;
  let role: "candidate" | "leader" | "follower" | "bystander" = "candidate";
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const post = (letter: Letter<M>) => channel.postMessage({ from: id, ...letter });
  const claim = () => post({ type: "claim", message: greeting() });

  const lead = () => {
    waiting = undefined;
    role = "leader";
    claim();
    onLead();
  };
  const query = () => {
    if (waiting !== undefined || role === "leader" || role === "bystander") return;
    post({ type: "query" });
    waiting = setTimeout(lead, answerMs);
  };
  const follow = () => {
    clearTimeout(waiting);
    waiting = undefined;
    if (role === "follower") return;
    role = "follower";
    onFollow();
  };

  channel.onmessage = ({ data }: MessageEvent<Letter<M> & { from: string }>) => {
    if (data.type === "query" && role === "leader") claim();
    else if (data.type === "message") onMessage(data.message);
    else if (data.type === "resign" && role === "follower") {
      role = "candidate";
      // Not all at one time: the first to ask becomes the leader.
      waiting = setTimeout(() => {
        waiting = undefined;
        query();
      }, Math.random() * 100);
    } else if (data.type === "claim") {
      if (role === "leader" && id < data.from) claim();
      else {
        if (role !== "bystander") follow();
        onMessage(data.message);
      }
    }
  };
  query();
  const checking = setInterval(query, checkEveryMs);

  return {
    send: (message) => post({ type: "message", message }),
    stepDown() {
      role = "bystander";
      post({ type: "resign" });
    },
    rejoin() {
      if (role === "bystander") follow();
    },
    resign() {
      clearTimeout(waiting);
      clearInterval(checking);
      if (role === "leader") post({ type: "resign" });
      channel.onmessage = null;
      channel.close();
    },
  };
}
