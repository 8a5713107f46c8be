const words: Record<string, string> = {
  notifications: "Own inbox",
  publish: "Publish to any origin",
  broadcast: "Broadcast",
  admin: "Administer",
};

/** What a scope lets a token do, in a few words. */
export function scopeWords(scope: string): string {
  return words[scope] ?? scope.replace(/^publish:/, "Publish to ");
}

/** What it means, below its name. */
export const scopeMeanings = {
  notifications: "Read, mark and clear your own notifications.",
  publish: "Tell the members of an origin what happened in it.",
  broadcast: "Send messages to every running lab, and see what was sent.",
  admin: "Look after origins, their members, and your tokens.",
} as const;
