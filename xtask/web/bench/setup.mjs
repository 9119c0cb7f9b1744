// For app-weight.mjs, which weighs any app in the same way: puts our data on its phone. BENCH_CODE is the code.

import { enrol } from "./phone.mjs";

export default async ({ page, baseURL }) => enrol(page, baseURL, process.env.BENCH_CODE);
