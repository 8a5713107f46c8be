/** What was found of one part. `off`: it is not set up, or there is nothing to look at, which is no fault. */
export interface Check {
  name: string;
  state: "ok" | "wrong" | "off";
  /** One line for an admin. */
  found: string;
  /** What to do about it. */
  todo?: string;
}

/** What an admin does next until a first message has arrived. */
export interface NextStep {
  /** The part it is about; `message` when all is ready for one. */
  about: string;
  todo: string;
}
