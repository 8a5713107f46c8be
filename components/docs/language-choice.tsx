import { cx } from "../ui/cx.ts";
import { Code } from "./code.tsx";
import { languages, type Language } from "./request-examples.ts";

const each = Object.entries(languages) as [Language, string][];

/** Which language all examples of the page are in: shown by the style sheet alone, so it needs no script. */
export function LanguageChoice() {
  return (
    <fieldset className="inline-flex w-fit rounded-control border border-line bg-sunken p-0.5">
      <legend className="sr-only">Language of the examples</legend>
      {each.map(([language, word], n) => (
        <label
          key={language}
          className="touch-target has-checked:forced-chosen relative inline-flex h-8 cursor-pointer items-center rounded-[0.25rem] px-3 text-small text-soft hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            id={`in-${language}`}
            type="radio"
            name="language"
            value={language}
            defaultChecked={n === 0}
            className="sr-only"
          />
          {word}
        </label>
      ))}
    </fieldset>
  );
}

/** One piece of code in each language, of which the chosen one is shown. */
export function InEachLanguage({ name, code }: { name: string; code: Record<Language, string> }) {
  return each.map(([language, word]) => (
    <div key={language} data-in={language} className={cx(language !== "curl" && "hidden")}>
      <Code name={`${name}, in ${word}`}>{code[language]}</Code>
    </div>
  ));
}
