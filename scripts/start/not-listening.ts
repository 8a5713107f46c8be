/** Why the server can't listen, in one line that names the setting. @param at the settings */
export function notListening({ code, message }: NodeJS.ErrnoException, at: { HOSTNAME: string; PORT: string }): string {
  const port = `PORT ${at.PORT}`;
  const host = `HOSTNAME ${at.HOSTNAME}`;
  switch (code) {
    case "EADDRINUSE":
      return `${port} is in use on ${at.HOSTNAME} (EADDRINUSE); stop what uses it, or choose another`;
    case "EACCES":
      return `${port} is not for this account to listen on; choose one from 1024 on`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} has no address (${code}); 0.0.0.0 stands for all of this machine`;
    case "EADDRNOTAVAIL":
      return `${host} is no address of this machine; 0.0.0.0 stands for all of its own`;
    default:
      return `${host} and ${port}: ${message}`;
  }
}
