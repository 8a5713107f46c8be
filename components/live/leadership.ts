/** The part of a BroadcastChannel that is used here. */
export interface Channel {
  postMessage: (message: unknown) => void;
  onmessage: ((event: MessageEvent) => void) | null;
  close: () => void;
}

export interface SeatOptions<News> {
  channel: Channel;
  /** This tab's own, random. */
  id: string;
  /** This tab is the one that keeps the stream, until told to `follow`. */
  lead: () => void;
  /** Another tab keeps it; called again when that was in doubt. */
  follow: () => void;
  /** What another tab told. */
  hear: (news: News) => void;
  /** What a leader tells a newcomer first. */
  greeting: () => News;
}

type Said<News> = { from: string } & ({ says: "who leads" | "I leave" } | { says: "I lead" | "news"; news: News });

/** A leader answers at once, even when its tab is hidden: messages are not held back as timers are. */
const answerMs = 250;
const checkEveryMs = 5000;

/**
 * Agrees with the other tabs of this browser on one that leads. Whoever hears no leader becomes one; of two, the one with
 * the smaller id stays. A leader that leaves says so; one that crashed or was frozen is missed at the next check.
 */
export function takeSeat<News>({ channel, id, lead, follow, hear, greeting }: SeatOptions<News>): {
  tell: (news: News) => void;
  leave: () => void;
} {
  let role: "none" | "leader" | "follower" = "none";
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const say = (said: Omit<Extract<Said<News>, { news: News }>, "from"> | { says: "who leads" | "I leave" }) =>
    channel.postMessage({ from: id, ...said });

  const takeOver = () => {
    waiting = undefined;
    role = "leader";
    say({ says: "I lead", news: greeting() });
    lead();
  };
  const ask = () => {
    if (waiting !== undefined || role === "leader") return;
    say({ says: "who leads" });
    waiting = setTimeout(takeOver, answerMs);
  };
  const giveWay = () => {
    clearTimeout(waiting);
    waiting = undefined;
    if (role === "follower") return;
    role = "follower";
    follow();
  };

  channel.onmessage = ({ data }: MessageEvent<Said<News>>) => {
    if (data.says === "who leads" && role === "leader") say({ says: "I lead", news: greeting() });
    else if (data.says === "news") hear(data.news);
    else if (data.says === "I leave" && role === "follower") {
      role = "none";
      // Not all at one time: the first to ask becomes the leader.
      waiting = setTimeout(() => {
        waiting = undefined;
        ask();
      }, Math.random() * 100);
    } else if (data.says === "I lead") {
      if (role === "leader" && id < data.from) say({ says: "I lead", news: greeting() });
      else {
        giveWay();
        hear(data.news);
      }
    }
  };
  ask();
  const checking = setInterval(ask, checkEveryMs);

  return {
    tell: (news) => say({ says: "news", news }),
    leave() {
      clearTimeout(waiting);
      clearInterval(checking);
      if (role === "leader") say({ says: "I leave" });
      channel.onmessage = null;
      channel.close();
    },
  };
}
