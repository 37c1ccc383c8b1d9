import {join} from "node:path";
import {createServer} from "vite";
import {siteConfig} from "./site-config.ts";

const project = join(import.meta.dirname, "../..");
const site = siteConfig({notebooks: join(project, "notebooks"), project, output: join(project, "site")});
const server = await createServer({...site, configFile: false});
await server.listen();
server.printUrls();
