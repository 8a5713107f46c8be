import { address } from "../http/address.ts";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";

/** The providers one can sign in with, each a link that leads there. @param from a path on this site to come back to */
export function ProviderLinks({ providers, from }: { providers: { id: string; name: string }[]; from: `/${string}` }) {
  return (
    <ul className="flex flex-col gap-2.5">
      {providers.map(({ id, name }) => (
        <li key={id}>
          <a
            href={address(`/sign-in/${id}?from=${encodeURIComponent(from)}`)}
            className={cx(buttonClass("secondary"), "w-full")}
          >
            Sign in with {name}
          </a>
        </li>
      ))}
    </ul>
  );
}
