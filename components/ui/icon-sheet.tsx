import {
  Bell,
  BellOff,
  Check,
  ChevronDown,
  CircleArrowDown,
  CircleArrowUp,
  CircleCheck,
  CircleUser,
  CircleX,
  Clock,
  Copy,
  ExternalLink,
  Hammer,
  Info,
  Keyboard,
  Link2,
  LoaderCircle,
  Lock,
  Megaphone,
  Search,
  TriangleAlert,
  Upload,
  WifiOff,
  X,
  type LucideIcon,
} from "lucide-react";
import type { IconName } from "./icon.tsx";

const icons: Record<IconName, LucideIcon> = {
  bell: Bell,
  "bell-off": BellOff,
  check: Check,
  "chevron-down": ChevronDown,
  "circle-arrow-down": CircleArrowDown,
  "circle-arrow-up": CircleArrowUp,
  "circle-check": CircleCheck,
  "circle-user": CircleUser,
  "circle-x": CircleX,
  clock: Clock,
  copy: Copy,
  "external-link": ExternalLink,
  hammer: Hammer,
  info: Info,
  keyboard: Keyboard,
  link: Link2,
  "loader-circle": LoaderCircle,
  lock: Lock,
  megaphone: Megaphone,
  search: Search,
  "triangle-alert": TriangleAlert,
  upload: Upload,
  "wifi-off": WifiOff,
  x: X,
};

/** Where icons are drawn, out of sight, for every place that points at them. On the server: so no script has to carry their shapes. */
export function IconSheet() {
  return (
    <svg aria-hidden className="absolute size-0">
      {Object.entries(icons).map(([name, Drawn]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          <Drawn />
        </symbol>
      ))}
    </svg>
  );
}
