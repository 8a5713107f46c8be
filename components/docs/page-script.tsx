/**
 * What each page of the documentation runs: it copies what is beside a button, keeps the language that was chosen for
 * examples, brings the page's line of the list into sight, and sends on to where a place of the page has gone. A page stands
 * without it. `data-kept` lets it stay there, and the page's policy names it by its hash (lib/http/kept-page.ts).
 */
export function PageScript() {
  return <script data-kept="" dangerouslySetInnerHTML={{ __html: source }} />;
}

const source = `
for (const button of document.querySelectorAll("[data-copies]")) button.hidden = !navigator.clipboard;
addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
  const said = button.getAttribute("aria-label");
  button.dataset.copied = "";
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => { delete button.dataset.copied; button.setAttribute("aria-label", said); }, 2000);
});
try {
  const chosen = document.getElementById("in-" + localStorage.getItem("belfry-docs-language"));
  if (chosen) chosen.checked = true;
  addEventListener("change", ({ target }) => {
    if (target.name === "language") localStorage.setItem("belfry-docs-language", target.value);
  });
} catch {}
const unfold = () => {
  const aimed = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (aimed && aimed.tagName === "DETAILS") aimed.open = true;
  const moved = document.querySelector("[data-moved]");
  if (moved && location.hash && !aimed) location.replace(moved.dataset.moved + location.hash);
};
addEventListener("hashchange", unfold);
unfold();
const here = document.querySelector("nav [aria-current]");
if (here) here.closest("nav").scrollTop = here.offsetTop - 120;
`;
