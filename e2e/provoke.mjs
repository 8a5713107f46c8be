// Read before anything else (NODE_OPTIONS): at SIGUSR2 this process says what can go wrong in one, by every way there is.
process.on("SIGUSR2", () => {
  process.emitWarning("a way of before", { type: "DeprecationWarning", code: "DEP9999" });
  void Promise.reject(new Error("nobody waits\nfor this"));
  console.error("several\nlines", new Error("an error's own words"));
  console.warn("\u001b[33ma warning\u001b[39m");
  process.stderr.write("past the console\n");
  setImmediate(() => {
    throw new Error("nobody caught this");
  });
  setTimeout(() => process.stdout.write("the last word\n"), 100);
});
