/**
 * The script at `/hub/notices.js`: shows the notices at the top of the page that loads it, which is another site's. It asks
 * for nothing but the JSON beside itself, writes texts as texts, brings its style along in a way that no content security
 * policy forbids, and touches nothing of the page. Told in a string, since it must reach browsers as it stands here,
 * whichever tool bundles the rest.
 * @see docs/decisions/0031-a-banner-on-pages-of-others.md
 */
export const banner = `(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || customElements.get("belfry-notices")) return;
  const address = new URL("notices.json", script.src);
  const remembered = "belfry-notices-dismissed";
  const words = { default: "Notice", info: "Notice", success: "Good news", warning: "Warning", error: "Important", "in-progress": "In progress" };
  const style = \`
    :host { display: block; font: 14px/1.4 system-ui, sans-serif; }
    :host([hidden]) { display: none; }
    ul { margin: 0; padding: 0; list-style: none; }
    li { display: flex; gap: 12px; align-items: center; padding: 8px 16px; color: #1b2026; background: #eef4fb; border-inline-start: 4px solid #2563b0; border-block-end: 1px solid #d4dbe3; }
    li[data-type="success"] { background: #ecf7ef; border-inline-start-color: #1b7a3d; }
    li[data-type="warning"] { background: #fdf3e1; border-inline-start-color: #a85d00; }
    li[data-type="error"] { background: #fdecec; border-inline-start-color: #b3261e; }
    li[data-type="in-progress"] { background: #f3eefb; border-inline-start-color: #6b3fb0; }
    p { flex: 1; min-width: 0; margin: 0; overflow-wrap: anywhere; }
    button { min-width: 44px; min-height: 32px; padding: 0 12px; font: inherit; color: inherit; background: transparent; border: 1px solid currentColor; border-radius: 6px; cursor: pointer; }
    button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
    @media (pointer: coarse) { button { min-height: 44px; } }
    @media (forced-colors: active) { li { border-inline-start-color: CanvasText; } }
    @media print { :host { display: none; } }\`;
  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const dismissed = () => {
    try {
      const ids = JSON.parse(localStorage.getItem(remembered) || "[]");
      return Array.isArray(ids) ? ids : [];
    } catch {
      return [];
    }
  };
  const dismiss = (id) => {
    try {
      localStorage.setItem(remembered, JSON.stringify([...dismissed(), id].slice(-100)));
    } catch {
      // Without a storage it comes back with the next page.
    }
  };
  class Notices extends HTMLElement {
    #gone = new Set();
    #shown = "";
    #list = element("ul");
    connectedCallback() {
      this.setAttribute("role", "region");
      this.setAttribute("aria-label", "Notices");
      this.hidden = true;
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      root.adoptedStyleSheets = [sheet];
      this.#list.setAttribute("aria-live", "polite");
      root.append(this.#list);
    }
    show(notices) {
      const hidden = new Set([...dismissed(), ...this.#gone]);
      const left = notices.filter(({ id }) => !hidden.has(id));
      const now = JSON.stringify(left);
      if (now === this.#shown) return;
      this.#shown = now;
      this.#list.replaceChildren(...left.map((notice) => this.#item(notice)));
      this.hidden = left.length === 0;
    }
    #item({ id, message, type }) {
      const item = element("li");
      item.dataset.type = type;
      const said = element("p");
      said.append(element("strong", words[type] || words.info), ": ");
      const text = element("bdi", message);
      said.append(text);
      const button = element("button", "Dismiss");
      button.type = "button";
      button.setAttribute("aria-label", "Dismiss: " + message);
      button.addEventListener("click", () => {
        this.#gone.add(id);
        dismiss(id);
        item.remove();
        this.hidden = this.#list.childElementCount === 0;
      });
      item.append(said, button);
      return item;
    }
  }
  customElements.define("belfry-notices", Notices);
  const notices = document.createElement("belfry-notices");
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (answer.ok) notices.show((await answer.json()).notices);
    } catch {
      // Away for a moment: what is shown stays, and the next look tells.
    }
  };
  const begin = () => {
    document.body.prepend(notices);
    void look();
    setInterval(look, 60000);
    document.addEventListener("visibilitychange", look);
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
})();
`;
