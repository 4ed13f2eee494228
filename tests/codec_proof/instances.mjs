// Random valid instances of a schema, as trees that can be mutated and written in many spellings.
//
// A tree is {kind: 'object', schema, members: [{key, node}]}, {kind: 'array', schema, items} or
// {kind: 'leaf', schema, text}, where text is JSON.

import { follow } from './schemas.mjs';

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.:;,/()[]{}<>+*#%&=?!';
const AWKWARD = ['"', '\\', '/', '\b', '\f', '\n', '\r', '\t', '\u0000', '\u001f', '\u007f', '\u2028'];
const WIDE = ['é', 'ß', 'Ω', 'я', '€', '漢', '字', '\uffff', '😀', '𝄞', '\u{10ffff}'];

function character(random, wide) {
  if (wide || random.chance(0.08)) return random.pick(WIDE);
  return random.chance(0.05) ? random.pick(AWKWARD) : PLAIN[random.below(PLAIN.length)];
}

/** A string of so many characters (code points). */
export function stringOf(random, length, wide = false) {
  if (length > 200) {
    const run = stringOf(random, 50, wide);
    const whole = run.repeat(Math.floor(length / 50));
    return whole + stringOf(random, length % 50, wide);
  }
  let text = '';
  for (let i = 0; i < length; ++i) text += character(random, wide);
  return text;
}

/** A string as JSON, in one of its spellings. */
export function quoted(random, string) {
  const text = JSON.stringify(string);
  if (string.length > 200 || !random.chance(0.1)) return text;
  let spelled = '';
  for (let i = 0; i < string.length; ++i) {
    const unit = string[i];
    if (unit === '/' && random.chance(0.5)) spelled += '\\/';
    else if (random.chance(0.3) || unit < ' ' || unit === '"' || unit === '\\' || unit >= '\ud800') {
      const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
      spelled += '\\u' + (random.chance(0.5) ? hex : hex.toUpperCase());
    } else spelled += unit;
  }
  return `"${spelled}"`;
}

const pad = (number, width = 2) => String(number).padStart(width, '0');

/** A date and time by RFC 3339. */
export function dateOf(random) {
  const date = `${pad(random.between(1971, 2099), 4)}-${pad(random.between(1, 12))}-${pad(random.between(1, 28))}`;
  const time = `${pad(random.below(24))}:${pad(random.below(60))}:${pad(random.below(60))}`;
  let fraction = '';
  if (random.chance(0.5)) {
    fraction = '.';
    for (let i = random.between(1, 9); i > 0; --i) fraction += random.below(10);
  }
  const zone = random.chance(0.7) ? random.pick(['Z', 'Z', 'z'])
    : `${random.pick(['+', '-'])}${pad(random.below(15))}:${pad(random.below(60))}`;
  return `${date}${random.pick(['T', 'T', 'T', 't'])}${time}${fraction}${zone}`;
}

/** An integer as JSON, in one of its spellings. */
export function integerText(random, value) {
  if (value === 0 || random.chance(0.95)) return String(value);
  if (random.chance(0.5)) return `${value}.${'0'.repeat(random.between(1, 4))}`;
  return random.chance(0.5) ? `${value}${random.pick(['e0', 'E+0', 'e-0'])}` : `${value}0e-1`;
}

function integerOf(random, schema) {
  const least = schema.minimum ?? -2147483648;
  const most = schema.maximum ?? 2147483647;
  const value = random.chance(0.1) ? random.pick([least, most])
    : random.chance(0.7) ? Math.min(most, Math.max(least, random.between(-20, 1000)))
      : random.between(least, most);
  return integerText(random, value);
}

function numberOf(random, schema) {
  const least = schema.minimum ?? -1000000;
  const most = schema.maximum ?? 1000000;
  const digits = schema.multipleOf ? 1 : random.pick([0, 0, 1, 1, 2, 3, 6]);
  const scale = 10 ** digits;
  const wide = random.chance(0.3);
  const low = wide ? least : Math.max(least, -50);
  const high = wide ? most : Math.min(most, 500);
  const scaled = random.between(low * scale, high * scale);
  const whole = String(Math.abs(scaled)).padStart(digits + 1, '0');
  let text = (scaled < 0 ? '-' : '') + whole.slice(0, whole.length - digits);
  if (digits > 0) text += `.${whole.slice(whole.length - digits)}`;
  if (random.chance(0.05)) text += random.pick(['e0', 'E+0']);
  return text;
}

function lengthFor(random, schema) {
  const most = schema.maxLength ?? 200;
  if (random.chance(0.7)) return random.below(Math.min(most, 12) + 1);
  if (random.chance(most > 1000 ? 0.02 : 0.2)) return most;
  return random.below(Math.min(most, 60) + 1);
}

/** Any JSON, as text. */
export function anyText(random, depth = 3) {
  switch (random.below(depth > 0 ? 8 : 6)) {
    case 0: return 'null';
    case 1: return 'true';
    case 2: return 'false';
    case 3: return integerText(random, random.between(-1000000, 1000000));
    case 4: return numberOf(random, {});
    case 5: return quoted(random, stringOf(random, random.below(20)));
    case 6: {
      const items = Array.from({ length: random.below(4) }, () => anyText(random, depth - 1));
      return `[${items.join(',')}]`;
    }
    default: {
      const members = Array.from({ length: random.below(4) }, (_, i) =>
        `${quoted(random, stringOf(random, random.below(5)) + i)}:${anyText(random, depth - 1)}`);
      return `{${members.join(',')}}`;
    }
  }
}

function leaf(schema, text) {
  return { kind: 'leaf', schema, text };
}

function objectOf(random, root, schema, plan) {
  const members = [];
  const required = schema.required ?? [];
  for (const [key, member] of Object.entries(schema.properties ?? {})) {
    const share = key === 'customData' ? plan.custom : plan.optional;
    if (!required.includes(key) && !random.chance(share)) continue;
    members.push({ key, node: instanceOf(random, root, member, plan) });
  }
  if (schema.additionalProperties !== false) {  // customData
    for (let i = random.below(3); i > 0; --i)
      members.push({ key: `x${i}${stringOf(random, random.below(4))}`, node: leaf({}, anyText(random)) });
  }
  if (plan.shuffle) random.shuffle(members);
  return { kind: 'object', schema, members };
}

function countFor(random, schema, plan) {
  const least = schema.minItems ?? 0;
  const most = schema.maxItems ?? 5;
  if (plan.long && schema.maxItems <= 24) return most;
  return random.between(least, Math.min(most, Math.max(least, random.chance(0.8) ? 2 : 5)));
}

/** A random instance of `schema`, which is part of `root`. */
export function instanceOf(random, root, schema, plan) {
  const body = follow(root, schema);
  if (body.enum) return leaf(body, quoted(random, random.pick(body.enum)));
  switch (body.type) {
    case 'object':
      return objectOf(random, root, body, plan);
    case 'array': {
      const items = [];
      for (let i = countFor(random, body, plan); i > 0; --i) items.push(instanceOf(random, root, body.items, plan));
      return { kind: 'array', schema: body, items };
    }
    case 'string':
      if (body.format === 'date-time') return leaf(body, quoted(random, dateOf(random)));
      if (body.format === 'uri') return leaf(body, quoted(random, `https://host.example/${random.below(1000)}`));
      return leaf(body, quoted(random, stringOf(random, lengthFor(random, body), random.chance(0.05))));
    case 'integer':
      return leaf(body, integerOf(random, body));
    case 'number':
      return leaf(body, numberOf(random, body));
    case 'boolean':
      return leaf(body, random.chance(0.5) ? 'true' : 'false');
    default:
      return leaf(body, anyText(random));
  }
}

/** How full an instance is, chosen once for all of it. */
export function planOf(random) {
  return {
    optional: random.pick([0, 0.15, 0.3, 0.3, 0.5, 1]),
    custom: random.chance(0.2) ? 0.3 : 0,
    shuffle: random.chance(0.5),
    long: random.chance(0.03),
  };
}

/** The tree as JSON text, sometimes with white space (never a line feed). */
export function textOf(random, node) {
  const gap = random.chance(0.15) ? () => random.pick(['', ' ', '\t', '\r', '  ']) : () => '';
  const write = (part) => {
    if (part.kind === 'leaf') return part.text;
    if (part.kind === 'array') return `[${gap()}${part.items.map(write).join(`${gap()},${gap()}`)}${gap()}]`;
    const members = part.members.map(({ key, node: value }) =>
      `${quoted(random, key)}${gap()}:${gap()}${write(value)}`);
    return `{${gap()}${members.join(`${gap()},${gap()}`)}${gap()}}`;
  };
  return gap() + write(node) + gap();
}
