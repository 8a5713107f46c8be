import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

const windows = process.platform === "win32";

/** The interpreter of an environment. */
export const interpreterOf = (folder: string) => path.join(folder, windows ? "Scripts/python.exe" : "bin/python");

/** Pythons of 3.10 and later on the path, then those that pyenv keeps. */
function pythons(): string[] {
  const versions = path.join(process.env["PYENV_ROOT"] ?? path.join(homedir(), ".pyenv"), "versions");
  const kept = existsSync(versions)
    ? readdirSync(versions).map((version) => interpreterOf(path.join(versions, version)))
    : [];
  return ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python", ...kept].filter(
    (command) => runs(command, ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]),
  );
}

/** How an environment comes about, and the modules which that needs: distributions leave out this or that. */
const ways: { needs: string; commands: (python: string, folder: string) => string[][] }[] = [
  { needs: "venv, ensurepip", commands: (python, folder) => [[python, "-m", "venv", folder]] },
  { needs: "virtualenv", commands: (python, folder) => [[python, "-m", "virtualenv", folder]] },
  {
    needs: "venv, pip",
    commands: (python, folder) => [
      [python, "-m", "venv", "--without-pip", folder],
      [python, "-m", "pip", "--python", interpreterOf(folder), "install", "pip"],
    ],
  },
];

/** Each Python with each way that it has what is needed for. */
const candidates = () =>
  pythons().flatMap((python) =>
    ways.filter(({ needs }) => runs(python, ["-c", `import ${needs}`])).map(({ commands }) => ({ python, commands })),
  );

/** What installs the packages of a file, as arguments of an environment's interpreter. Wheels are taken before sources. */
export const installing = (requirements: string): string[] => [
  ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary"],
  ...["--requirement", requirements],
];

/** @returns what is missing to make an environment, nothing when it can be made */
export function whyNoPython(): string | undefined {
  if (candidates().length > 0) return undefined;
  return pythons().length === 0 ? "no Python ≥ 3.10 was found" : "the Python that was found has no venv";
}

/**
 * Makes an empty virtual environment with pip in it, in whichever way works here.
 * @throws Error when none does
 */
export function makeVenv(folder: string): void {
  const make = () =>
    candidates().some(({ python, commands }) => {
      rmSync(folder, { recursive: true, force: true });
      return (
        commands(python, folder).every(([command = "", ...args]) => runs(command, args)) &&
        runs(interpreterOf(folder), ["-m", "pip", "--version"])
      );
    });
  if (make()) return;
  // As root on Debian, where these parts are packages of their own.
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    runs("apt-get", ["update"]);
    runs("apt-get", ["install", "-y", "--no-install-recommends", "python3-venv", "python3-pip"]);
    if (make()) return;
  }
  rmSync(folder, { recursive: true, force: true });
  throw new Error(
    "there is no Python ≥ 3.10 that can make a virtual environment with pip in it; install python3, python3-venv and python3-pip",
  );
}

function runs(command: string, args: string[]): boolean {
  return (
    spawnSync(command, args, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status ===
    0
  );
}
