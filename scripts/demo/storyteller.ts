import type { Api } from "#scripts/client/api.ts";
import { tellStory } from "./story.ts";
import type { Told } from "./welcome-page.ts";

/** Who tells the demo's story, and how far it is. */
export interface Storyteller {
  told: () => Told;
  /** Begins it, unless it was begun before. */
  begin: () => void;
  /** At once; nothing while it is being told. */
  tell: () => void;
  /** Breaks off. */
  end: () => void;
}

/** Tells the story once somebody has come in with a click, and then whenever it is asked for. @param say a line in the terminal */
export function startStoryteller(api: Api, say: (line: string) => void): Storyteller {
  const ending = new AbortController();
  let told: Told = "not yet";
  async function tellNow(): Promise<void> {
    if (told === "now" || ending.signal.aborted) return;
    told = "now";
    say("belfry: a broadcast goes out; in core a build fails, is fixed and is promoted, within a minute");
    await tellStory(api, ending.signal).finally(() => (told = "told"));
  }
  const tell = () => {
    tellNow().catch((error: unknown) => say(`belfry: the story broke off: ${String(error)}`));
  };
  return {
    told: () => told,
    begin: () => {
      if (told === "not yet") tell();
    },
    tell,
    end: () => ending.abort(),
  };
}
