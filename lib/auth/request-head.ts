/** As much of a request as tells who sends it. A web `Request` is one. */
export interface RequestHead {
  readonly headers: Pick<Headers, "get" | "has">;
}
