/** One block of a stream of server-sent events; with neither event nor data it moves the position alone. */
export interface Block {
  /** The position it brings its reader to. */
  id?: string;
  event?: string;
  data?: string;
  /** How long to wait before coming back. */
  retryMs?: number;
}

/** Makes a function that takes the text of a stream as it comes and gives the blocks that are whole by then. */
export function blockReader(): (text: string) => Block[] {
  let rest = "";
  return (text) => {
    const parts = (rest + text).replaceAll("\r\n", "\n").split("\n\n");
    rest = parts.pop() ?? "";
    return parts.map(parse).filter((block) => Object.keys(block).length > 0);
  };
}

function parse(text: string): Block {
  const block: Block = {};
  for (const line of text.split("\n")) {
    const [, field, value = ""] = /^(\w+)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "id") block.id = value;
    else if (field === "event") block.event = value;
    else if (field === "data") block.data = block.data === undefined ? value : `${block.data}\n${value}`;
    else if (field === "retry" && /^\d+$/.test(value)) block.retryMs = Number(value);
  }
  return block;
}
