/** Whether the Node.js that runs this is what package.json asks for. Plain JavaScript, for those that are too old. */
const [major, minor] = process.versions.node.split(".").map(Number);

export const serves = major > 22 || (major === 22 && minor >= 19);
