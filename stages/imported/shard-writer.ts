import {closeSync, openSync, writeSync} from "node:fs";
import {join} from "node:path";
import {imagesPerShard, SHARD_HEADER_BYTES, shardHeader, shardName} from "../../science/images/image-set.ts";

/** Writes images one after the other into shards in a folder; how many there will be need not be known. */
export class ShardWriter {
  readonly #folder: string;
  readonly #size: {height: number; width: number};
  readonly #perShard: number;
  #shard = 0;
  #file: number | undefined;
  #held = 0;

  constructor(folder: string, size: {height: number; width: number}) {
    this.#folder = folder;
    this.#size = size;
    this.#perShard = imagesPerShard(size);
  }

  /** @param pixels height x width x 3 bytes */
  add(pixels: Uint8Array): void {
    this.#file ??= openSync(join(this.#folder, shardName(this.#shard)), "w");
    writeSync(this.#file, pixels, 0, pixels.length, SHARD_HEADER_BYTES + this.#held * pixels.length);
    this.#held++;
    if (this.#held === this.#perShard) this.close();
  }

  /** Writes the header of the last shard. */
  close(): void {
    if (this.#file === undefined) return;
    const header = shardHeader({...this.#size, count: this.#held});
    writeSync(this.#file, header, 0, header.length, 0);
    closeSync(this.#file);
    this.#file = undefined;
    this.#shard++;
    this.#held = 0;
  }
}
