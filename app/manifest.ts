import type { MetadataRoute } from "next";
import { basePath } from "#lib/env.ts";
import large from "./icons/icon-512.png";
import small from "./icons/icon-192.png";
import maskable from "./icons/maskable-512.png";

// The path where it is mounted is known at the start alone, and a host's root is called otherwise than what a build could put there.
export const dynamic = "force-dynamic";

/** What a phone or desk asks for when somebody installs the application. */
export default function manifest(): MetadataRoute.Manifest {
  const root = basePath || "/";
  return {
    id: root,
    name: "Belfry",
    short_name: "Belfry",
    description: "Messages to every running JupyterHub lab, and an inbox for everyone concerned.",
    start_url: root,
    scope: root,
    display: "standalone",
    theme_color: "#ffffff",
    background_color: "#ffffff",
    icons: [
      { src: small.src, sizes: "192x192", type: "image/png" },
      { src: large.src, sizes: "512x512", type: "image/png" },
      { src: maskable.src, sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
