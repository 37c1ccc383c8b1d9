import {trainingNetworks} from "./training-networks.ts";

process.stdout.write(JSON.stringify(trainingNetworks));
