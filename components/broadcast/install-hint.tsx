import { Copyable } from "../ui/copyable.tsx";

/** How a lab learns to show messages. */
export function InstallHint() {
  return (
    <>
      <p>
        Labs show messages with an extension, which needs JupyterLab 4 or newer. Install it in the image your labs start
        from:
      </p>
      <Copyable text="pip install jupyterlab_notifications_extension" />
    </>
  );
}
