// Exact decimal numbers as the system counts with them: a whole number of units and a power of ten,
// 28 digits, half to even. The General Decimal Arithmetic Specification, which Python's `decimal`
// follows; no binary fraction is ever made.
globalThis.decimals = (() => {
  const DIGITS = 28;
  const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;
  const MODES = new Set(["ROUND_HALF_UP", "ROUND_HALF_EVEN"]);

  const power = (exponent) => 10n ** BigInt(exponent);
  const size = (units) => (units < 0n ? -units : units);
  const digitsOf = (units) => size(units).toString().length;

  // `units` without its last `drop` digits, rounded.
  const shortened = (units, drop, mode) => {
    const unit = power(drop);
    const whole = size(units) / unit;
    const twice = 2n * (size(units) % unit);
    const isUp = twice > unit || (twice === unit && (mode === "ROUND_HALF_UP" || whole % 2n === 1n));
    const rounded = isUp ? whole + 1n : whole;
    return units < 0n ? -rounded : rounded;
  };

  const fitted = (units, exponent, digits = DIGITS) => {
    const over = digitsOf(units) - digits;
    if (over <= 0) return { units, exponent };
    return fitted(shortened(units, over, "ROUND_HALF_EVEN"), exponent + over, digits);
  };

  // Of a text such as “74.8” or a whole number. Throws for anything else.
  const of = (value) => {
    if (typeof value === "bigint" || Number.isSafeInteger(value)) return { units: BigInt(value), exponent: 0 };
    const parts = typeof value === "string" ? PLAIN.exec(value) : null;
    if (!parts) throw new TypeError(`no number: ${JSON.stringify(value)}`);
    const [, sign, whole, rest = ""] = parts;
    return { units: BigInt(`${sign}${whole}${rest}`), exponent: 0 - rest.length };
  };

  const aligned = (a, b) => {
    const exponent = Math.min(a.exponent, b.exponent);
    return [a.units * power(a.exponent - exponent), b.units * power(b.exponent - exponent), exponent];
  };

  const add = (a, b) => {
    const [left, right, exponent] = aligned(a, b);
    return fitted(left + right, exponent);
  };

  const compare = (a, b) => {
    const [left, right] = aligned(a, b);
    if (left === right) return 0;
    return left < right ? -1 : 1;
  };

  const divide = (a, b) => {
    if (b.units === 0n) throw new RangeError("division by zero");
    const ideal = a.exponent - b.exponent;
    if (a.units === 0n) return { units: 0n, exponent: ideal };
    const shift = Math.max(0, DIGITS + 1 + digitsOf(b.units) - digitsOf(a.units));
    const raised = size(a.units) * power(shift);
    const rest = raised % size(b.units);
    let units = raised / size(b.units);
    let exponent = ideal - shift;
    if (rest) {
      if (units % 5n === 0n) units += 1n; // it lies above: no half may be taken for one
    } else {
      for (; exponent < ideal && units % 10n === 0n; exponent += 1) units /= 10n;
    }
    return fitted(a.units < 0n !== b.units < 0n ? -units : units, exponent);
  };

  const rounded = (value, places, mode) => {
    if (!MODES.has(mode)) throw new TypeError(`no rounding: ${mode}`);
    const drop = 0 - places - value.exponent;
    const units = drop > 0 ? shortened(value.units, drop, mode) : value.units * power(-drop);
    return { units, exponent: 0 - places };
  };

  // Without zeros at its end, as the export writes numbers.
  const text = (value) => {
    let { units, exponent } = fitted(value.units, value.exponent);
    if (units === 0n) return "0";
    for (; units % 10n === 0n; exponent += 1) units /= 10n;
    if (exponent >= 0) return (units * power(exponent)).toString();
    const digits = size(units).toString().padStart(1 - exponent, "0");
    return `${units < 0n ? "-" : ""}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
  };

  // With all its digits, as Python's `str` writes it, such as “0.25” or “1.5E-7”; of numbers ≥ 0.
  const written = ({ units, exponent }) => {
    const digits = units.toString();
    const first = exponent + digits.length - 1;
    if (exponent <= 0 && first >= -6) {
      if (exponent === 0) return digits;
      const padded = digits.padStart(1 - exponent, "0");
      return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
    }
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${digits[0]}${rest}E${first < 0 ? "" : "+"}${first}`;
  };

  return {
    of,
    add,
    subtract: (a, b) => add(a, { units: -b.units, exponent: b.exponent }),
    multiply: (a, b) => fitted(a.units * b.units, a.exponent + b.exponent),
    divide,
    compare,
    rounded,
    text,
    written,
    zero: { units: 0n, exponent: 0 },
    sum: (values) => values.reduce(add, { units: 0n, exponent: 0 }),
    fitted: (value, digits) => fitted(value.units, value.exponent, digits),
    isZero: (value) => value.units === 0n,
  };
})();
