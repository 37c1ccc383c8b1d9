const encoder = new TextEncoder();

/** Writes protocol-buffer messages: varints, 32-bit floats and length-delimited fields. */
export class Message {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  integer(field: number, value: number | bigint): this {
    return this.#varint((field << 3) | 0).#varint(value);
  }

  float(field: number, value: number): this {
    return this.#varint((field << 3) | 5).#append(new Uint8Array(new Float32Array([value]).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#varint((field << 3) | 2)
      .#varint(value.length)
      .#append(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  message(field: number, value: Message): this {
    this.#varint((field << 3) | 2).#varint(value.#length);
    for (const chunk of value.#chunks) this.#append(chunk);
    return this;
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, offset);
      offset += chunk.length;
    }
    return all;
  }

  #append(chunk: Uint8Array): this {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    return this;
  }

  /** Seven bits a byte, lowest first; negative numbers as their 64-bit two's complement. */
  #varint(value: number | bigint): this {
    let rest = BigInt.asUintN(64, BigInt(value));
    const bytes: number[] = [];
    do {
      const low = Number(rest & 127n);
      rest >>= 7n;
      bytes.push(rest > 0n ? low | 128 : low);
    } while (rest > 0n);
    return this.#append(Uint8Array.from(bytes));
  }
}
