// The engine: compiled functions of WebAssembly, called as engine.json says. An array lies in its memory as
// `{ at, shape, size, view }`; whole numbers of 64 bits are BigInt here and nowhere else.
"use strict";

const engine = (() => {
  const KINDS = { int64: BigInt64Array, uint64: BigUint64Array, uint32: Uint32Array, int32: Int32Array, float64: Float64Array, bool: Uint8Array };
  const PAGE = 65536;

  const isWide = (type) => type === "int64" || type === "uint64";
  const product = (shape) => shape.reduce((all, each) => all * each, 1);

  async function opened(module, { functions, numbers }) {
    const { memory, __heap_base: { value: base }, ...compiled } = (await WebAssembly.instantiate(module)).exports;
    let free = base;

    function room(bytes_) {
      const at = Math.ceil(free / 16) * 16;
      free = at + bytes_;
      if (free > memory.buffer.byteLength) memory.grow(Math.ceil((free - memory.buffer.byteLength) / PAGE));
      return at;
    }

    // Make room for an array; its numbers begin as they are said, or as a typed array has them.
    function array(type, shape, begins = 0) {
      const Kind = KINDS[type];
      const [at, count] = [room(product(shape) * Kind.BYTES_PER_ELEMENT), product(shape)];
      const size = Kind.BYTES_PER_ELEMENT;
      const strides = shape.map((_, axis) => BigInt(size * product(shape.slice(axis + 1))));
      const made = { type, at, shape, size, told: [...shape.map(BigInt), ...strides], view: () => new Kind(memory.buffer, at, count) };
      if (typeof begins === "number") made.view().fill(isWide(type) ? BigInt(begins) : begins);
      else made.view().set(begins);
      return made;
    }

    function words(value, [name, kind, axes]) {
      if (axes === null) return [kind === "int64" ? BigInt(value) : value];
      if (value.type !== kind || value.shape.length !== axes) throw new Error(`${name}: expected ${kind}, found ${value.type}`);
      return [0, 0, BigInt(product(value.shape)), BigInt(value.size), value.at, ...value.told];
    }

    const within = (values, name) => name.split(".").reduce((inner, step) => inner[step], values);
    const result = array("int64", [2]);
    const kept = free;

    // Call a function with values by the names of its arguments; give the whole number that it returns.
    function call(name, values) {
      const taken = functions[name].flatMap((each) => words(within(values, each[0]), each));
      if (compiled[name](result.at, result.at + 8, ...taken)) throw new Error(`${name} failed`);
      return Number(result.view()[0]);
    }

    // Write whole numbers into an array, from a place on.
    function put(into, at, whole) {
      into.view().set(isWide(into.type) ? whole.map(BigInt) : whole, at);
    }

    // Give what reads whole numbers of 64 bits out of an array as common ones, exactly below 2^53 and much sooner.
    function reading({ at, shape }) {
      const halves = new Int32Array(memory.buffer, at, 2 * product(shape));
      return (place) => (halves[2 * place] >>> 0) + halves[2 * place + 1] * 2 ** 32;
    }

    return { array, call, put, reading, numbers, clear: () => { free = kept; } };
  }

  const listed = (type, numbers) => KINDS[type].from(numbers, isWide(type) ? BigInt : Number);
  const sixteenths = (text) => (text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`));

  // Read numbers that are told as what they are more than those some places before, with digits up to f.
  function numbersOf({ type, step, numbers }) {
    const read = isWide(type) ? sixteenths : (text) => parseInt(text, 16);
    const found = listed(type, numbers ? numbers.split(" ").map(read) : []);
    if (step) for (let at = step; at < found.length; at += 1) found[at] += found[at - step];
    return found;
  }

  return { opened, listed, numbersOf };
})();
