import { promisify } from "node:util";
import { brotliCompress, brotliCompressSync, constants } from "node:zlib";

const as = (quality: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

/** Compresses as far as it goes, which takes too long for a start or a request. */
export const packWell = (text: string) => promisify(brotliCompress)(text, as(constants.BROTLI_MAX_QUALITY));

/** Compresses at a start, where people wait for it. */
export const packQuickly = (text: string) => brotliCompressSync(text, as(9));
