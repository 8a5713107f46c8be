/** How text fields, text areas and selects look alike. 16 px on a phone, or the browser zooms in. */
export const controlClass = "control touch-target pointer-coarse:text-lead";
