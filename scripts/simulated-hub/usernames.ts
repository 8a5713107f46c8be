/** The first users: an admin, a plain one, and names which a URL or a host name has to escape. */
const firstNames = [
  "alice",
  "bob",
  "ann.lee",
  "zoë",
  "user-name",
  "first.last@x",
  "o'neil",
  "josé_maría",
  "王芳",
  "sam~w",
];

const given = (
  "ada amir anna aroha ben bianca carlos chen clara daan diego elena emeka erik farah fatima felix grace hana hugo " +
  "ines ivan jonas kaya kofi lena liam lucia maja mateo mina nadia noor omar priya rosa sven tariq uma yuki"
).split(" ");
const family = (
  "abbott adeyemi bauer becker brandt castro cohen costa dahl diaz evans fischer gupta haas hansen ito jansen kaur " +
  "keller kim larsen lopez meyer moreau nagy nguyen novak okafor olsen patel quinn rossi sato silva singh tanaka " +
  "torres vogel weber yilmaz"
).split(" ");

const styles: ((first: string, last: string) => string)[] = [
  (first, last) => `${first}.${last}`,
  (first, last) => `${first}-${last}`,
  (first, last) => `${first}_${last}`,
  (first, last) => `${first}.${last}@example.org`,
];

/** The username of the user at `index`; no two alike below 6,400. */
export function usernameAt(index: number): string {
  const first = firstNames[index];
  if (first !== undefined) return first;
  // Each pair of names comes once in each style: the style moves on by one with every round through all pairs.
  const pairs = given.length * family.length;
  const pair = index % pairs;
  const row = pair % given.length;
  const column = (row + Math.floor(pair / given.length)) % family.length;
  const style = styles[(pair + Math.floor(index / pairs)) % styles.length];
  if (style === undefined) throw new RangeError(`No username for index ${index}.`);
  return style(given[row] ?? "", family[column] ?? "");
}

/** Escapes a name as the hub does in a server's url: as Python's `quote` with `@` and `~` left alone. */
export function escapeName(name: string): string {
  return encodeURIComponent(name)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%40", "@");
}
