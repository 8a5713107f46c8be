import { headers } from "next/headers";

/**
 * What is pressed or sent before the page is at work, each once, for `Begin`. A form that React keeps itself (`action` is
 * a function) and what somebody has answered already are left alone; links are followed by the browser.
 */
const keep = `(()=>{
const kept=new Map;
const hear=e=>{
const on=e.target;
if(e.defaultPrevented)return;
if(e.type=="submit"){
e.preventDefault();
kept.set(on,()=>on.requestSubmit(e.submitter))
}else{
const button=on.closest?.("button");
if(button&&!(button.type=="submit"&&button.form))kept.set(button,()=>button.click())
}
};
addEventListener("click",hear);
addEventListener("submit",hear);
self.takePresses=()=>{
removeEventListener("click",hear);
removeEventListener("submit",hear);
const taken=[...kept];
kept.clear();
return()=>taken.forEach(([on,again])=>on.isConnected&&again())
}
})()`.replaceAll("\n", "");

/**
 * Hears what is pressed before the page's script has come, which nobody would hear: stands ahead of all that can be pressed.
 * @see docs/decisions/0048-pressed-before-the-page-is-at-work.md
 */
export async function KeepPresses() {
  const [, nonce] = /'nonce-([^']+)'/.exec((await headers()).get("content-security-policy") ?? "") ?? [];
  // A browser hides the nonce from scripts, React's comparison included.
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: keep }} />;
}
