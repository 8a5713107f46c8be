import type { ReactNode } from "react";
import "./manual.css";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return children;
}
