// Templates: `html` makes a tree of elements from a literal such as html`<p class=${name}>${text}</p>`. Tags and
// attributes come from the literal only, so a value is always a whole attribute or a child, whatever it contains. A
// component is `<${Component} …>…</${Component}>`, all attributes of an object are `...${object}`.

const HOLE = '\uE000'; // stands for a value; templates do not contain this character
const parsed = new WeakMap();

// Returns a template function whose elements are made by `h(tag, attributes, ...children)`.
export function templates(h) {
  const build = (node, values) => {
    if (typeof node === 'string') {
      return node;
    }
    if (node.hole !== undefined) {
      return values[node.hole];
    }
    const valueOf = part => (part?.hole === undefined ? part : values[part.hole]);
    const attributes = {};
    for (const { name, value } of node.attributes) {
      name === null ? Object.assign(attributes, valueOf(value)) : (attributes[name] = valueOf(value));
    }
    return h(valueOf(node.tag), attributes, ...node.children.map(child => build(child, values)));
  };
  return (strings, ...values) => {
    let roots = parsed.get(strings);
    if (!roots) {
      roots = new Parser(strings).nodes();
      parsed.set(strings, roots);
    }
    const built = roots.map(node => build(node, values));
    return built.length === 1 ? built[0] : built;
  };
}

class Parser {
  #text;
  #at = 0;
  #holes = 0;

  constructor(strings) {
    this.#text = strings.join(HOLE);
  }

  // Parses elements, texts and values up to the end or an end tag.
  nodes() {
    const nodes = [];
    while (this.#at < this.#text.length && !this.#text.startsWith('</', this.#at)) {
      if (this.#text[this.#at] === '<') {
        nodes.push(this.#element());
      } else if (this.#text[this.#at] === HOLE) {
        nodes.push(this.#hole());
      } else {
        // indentation is no text
        const text = this.#take(/[^<\uE000]+/y).replace(/^\s*\n\s*|\s*\n\s*$/g, '');
        if (text) {
          nodes.push(text);
        }
      }
    }
    return nodes;
  }

  #element() {
    this.#expect(/</y);
    const tag = this.#hole() ?? this.#expect(/[\w-]+/y);
    const attributes = [];
    for (;;) {
      this.#take(/\s+/y);
      if (this.#take(/\/>/y)) {
        return { tag, attributes, children: [] };
      }
      if (this.#take(/>/y)) {
        break;
      }
      attributes.push(this.#attribute());
    }
    const children = this.nodes();
    this.#expect(/<\//y);
    this.#hole() ?? this.#expect(/[\w-]+/y);
    this.#expect(/>/y);
    return { tag, attributes, children };
  }

  #attribute() {
    if (this.#take(/\.\.\./y)) {
      return { name: null, value: this.#hole() };
    }
    const name = this.#expect(/[^\s=/>]+/y);
    if (!this.#take(/=/y)) {
      return { name, value: true };
    }
    return { name, value: this.#hole() ?? this.#expect(/"[^"\uE000]*"/y).slice(1, -1) };
  }

  #hole() {
    return this.#take(/\uE000/y) ? { hole: this.#holes++ } : undefined;
  }

  #take(pattern) {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #expect(pattern) {
    const found = this.#take(pattern);
    if (!found) {
      throw new SyntaxError(`malformed template at: ${this.#text.slice(this.#at, this.#at + 40)}`);
    }
    return found;
  }
}
