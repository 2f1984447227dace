/* What the browser's scripts offer one another and what the build gives them: each is a file of its own, closed in a
   function, and adds what others may use to the one global `glossator`.  Only `tsc` reads this. */

interface Glossator {
  // reader/, with every page

  stacked(boxes: Wish[], most: number): number[];
  load(name: string, then: () => void): void;
  start(): void;

  // acting/, when a reader does the first thing

  passes(values: Record<string, string | undefined>, chosen: Chosen): boolean;
  act(reader: Reader): void;
  index(index: HTMLElement, signal: AbortSignal): void;

  // joining.js, on the pages of a long index

  join(index: HTMLElement, items: HTMLElement[], signal: AbortSignal): void;

  // search/, when a reader opens the search

  /** The markup of its window, and the language of the site. */
  searching: { window: string; language: string };
  search(): Promise<void>;

  // The panel's, in the order in which they are joined

  given: Given;

  // panel/characters.js
  sign(characters: string): RegExp;
  isBlank(character: string): boolean;
  splitter(text: string): (offset: number) => boolean;
  cutsAWord(text: string, offset: number): boolean;
  moved(offset: number, by: 1 | -1, holds: (offset: number) => boolean): number;
  // panel/reading.js
  read(source: Element): PageText;
  span(range: Range, page: PageText): Span | null;
  // panel/folding.js
  fold(text: string): string;
  // panel/describing.js
  describe(text: string, start: number, end: number): Quote | null;
  // panel/slug.js
  slugified(title: string): string;
  identifies(name: string): boolean;
  addLetters(runs: [first: number, letters: string][]): void;
  lettersFor(title: string): Promise<unknown> | null;
  // panel/file.js
  written(note: Note, body: string, comment?: string): string;
  // panel/schema.js
  broken(value: unknown, rule: Rule, path?: Path): Breach[];
  // panel/markdown.js
  element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, ...content: (Node | string)[]): HTMLElementTagNameMap[Tag];
  link(address: string, ...content: (Node | string)[]): HTMLAnchorElement;
  rendered(body: string): HTMLElement[];
  // panel/fields.js
  part<Type extends HTMLElement = HTMLElement>(root: ParentNode, selector: string, type?: new () => Type): Type;
  control(panel: Pick<Panel, "form">, name: string): Control;
  controls(root: ParentNode): Control[];
  values(root: ParentNode): Record<string, string>;
  write(field: Control, value: string): void;
  chosen(root: ParentNode, name: string): { label: string; sign: string };
  enter(field: Element): void;
  say(panel: Panel, text: string): void;
  // panel/references.js
  offer(panel: Panel, row: HTMLElement): void;
  fitting(typed: string): string[];
  shortOf(key: string): string;
  showTaken(panel: Panel): void;
  // panel/evidence.js
  addRow(panel: Panel, values?: Record<string, string>): HTMLElement;
  describeNew(row: HTMLElement, fresh: boolean): void;
  evidence(panel: Panel): Evidence[];
  disagreement(panel: Panel): { relations: string[]; statuses: string[] } | null;
  listed(panel: Panel): string;
  inPlace(pattern: string, values: Record<string, string>): string;
  // panel/note.js
  noteNamed(id: string | null | undefined): HTMLElement | null;
  note(panel: Panel): Note;
  body(panel: Panel): string;
  file(panel: Panel): string;
  fileWithName(panel: Panel): string;
  slug(panel: Panel): string;
  proposedName(panel: Panel): string;
  // panel/faults.js
  faults(panel: Panel): Fault[];
  mark(panel: Panel): void;
  // panel/preview.js
  preview(panel: Panel): void;
  // panel/subject.js
  aim(panel: Panel, opener: Element, range?: Range): void;
  point(panel: Panel, words: Span): void;
  showSubject(panel: Panel): void;
  showWords(panel: Panel): void;
  release(panel: Panel): void;
  // panel/draft.js
  restore(panel: Panel): void;
  keep(panel: Panel): void;
  discard(): void;
  // panel/sending.js
  showWays(panel: Panel): void;
  ready(panel: Panel): boolean;
  copy(panel: Panel, text: string): Promise<void>;
  send(panel: Panel, link: HTMLElement, event: Event): void;
  // panel/panel.js
  suggest(source: HTMLElement, opener: HTMLElement, range?: Range): Promise<void>;
}

// The page of a source

/** What is chosen in a form with filters, by name. */
type Chosen = Record<string, string[]>;

/** A box that wants to stand somewhere in a column, in CSS pixels. */
interface Wish {
  /** Where its top wants to be. */
  want: number;
  /** How much it wants it. */
  weight: number;
  /** The heights and gaps of all before it. */
  before: number;
}

/** What stands in the margin, measured. */
interface Item extends Wish {
  box: HTMLElement;
  /** Whether it is a note, and not what a passage rests on. */
  note: boolean;
  /** How far below the text's edge its words end, or its passage begins. */
  at: number;
  height: number;
  /** Where it was placed. */
  top: number;
}

/** All that is live on a page. */
interface Reader {
  page: SourcePage;
  margin: Margin;
  toolbar: Toolbar | null;
  notes: Notes;
  /** Place everything anew. */
  again(): void;
}

// The search

/** How many records have each value, by facets; a value is an id, a space and its label. */
type Counts = Record<string, Record<string, number>>;

/** What Pagefind offers of an index. */
interface Engine {
  init(): Promise<void>;
  preload(words: string | null, options: { filters: Record<string, string> }): Promise<void>;
  search(
    words: string | null,
    options: { filters: Record<string, { any: string[] }> },
  ): Promise<{ results: Result[]; filters: Counts }>;
}

/** A record that was found, before it is loaded. */
interface Result {
  score: number;
  data(): Promise<Found>;
}

/** A record that was found. */
interface Found {
  content: string;
  /** The same with a sign between the words of scripts without spaces. */
  raw_content: string;
  filters: Record<string, string[]>;
  meta: Record<string, string>;
  /** Elements with an id, and at which word each begins. */
  anchors: { element: string; id: string; text: string; location: number }[];
  /** Which of its words were found. */
  locations: number[];
}

/** A place that a record leads to, with some of its words. */
interface Hit {
  label: string;
  href: string;
  parts: [text: string, found: boolean][];
}

/** A record as it is shown. */
interface Shown {
  what: string;
  href: string;
  title: string;
  /** The title of its source. */
  from: string;
  kind: string;
  status: string;
  sign: string;
  dir: string;
  withdrawn: boolean;
  /** Of its words, where it is not the site's. */
  language: string;
  hits: Hit[];
}

// What the build gives

interface Given {
  /** The markup of the panel. */
  panel: string;
  /** The published schema of a note. */
  schema: Rule & { definitions: Record<string, Rule> };
  /** The ways to send a note, the best first. */
  ways: Way[];
  /** The folder of the notes, from the project's. */
  notes: string;
  /** What the bibliography has, by its keys. */
  references: Record<string, Work>;
  /** How a status and the evidence listed go together, and how they are said. */
  judging: {
    /** The way that evidence of a relation points. */
    points: Record<string, string>;
    /** The ways of which a status needs one, where it needs any. */
    fitting: Record<string, string[]>;
    /** The statuses by which evidence disagrees, and the certainty with which one that points one way is too sure. */
    disagreeing: string[];
    surest: string;
    /** Numbers of pieces of evidence in words, by the ways in which they point. */
    counted: Record<string, string[]>;
    /** The sentence of a status with `{status}`, without evidence and with `{evidence}`. */
    meant: Record<string, [plain: string, withEvidence: string]>;
    /** What puts an `{item}` behind a `{list}`. */
    listed: string;
    /** The way that a status says the evidence points, where it says it. */
    directions: Record<string, string>;
  };
  /** Words of a quotation in a note: how many are quoted whole, and how many of a longer one at either end; and the
      outer and inner marks of a language. */
  quoting: { longest: number; first: number; last: number; marks: Record<string, [string, string][]> };
  /** Code points of a body, of a quote and of a title that stands for an author, pieces of evidence: at most. */
  limits: { body: number; quote: number; title: number; evidence: number };
  /** How an id is made of a title (`identifiers.of_panel`); ranges as their first and last code points. */
  identifiers: {
    onDemand: [number, number][];
    ideographs: [number, number][];
    apostrophes: string;
    /** A regular expression of names that Windows refuses. */
    refused: string;
    /** UTF-16 code units of an id, and words of a title, at most. */
    longest: number;
    words: number;
  };
  /** Names of elements, and of classes, by what they mean for the text (`elements.RULES`). */
  reading: Record<
    "blocks" | "headings" | "unread" | "unread_classes" | "tabs" | "table_parts" | "cells" | "whole",
    string[]
  >;
  /** Sets of characters, each as it stands between the brackets of a regular expression (`normalize.RULES`). */
  folding: Record<
    "dashes" | "double_quotes" | "forbidden" | "invisible" | "single_quotes" | "spaces" | "unspaced",
    string
  >;
}

/** A way to send a note. */
interface Way {
  id: string;
  /** Its address, with names in braces; empty where it has none. */
  template: string;
  /** UTF-16 code units of the address, at most. */
  limit: number;
}

/** A reference; its name is that of people, of what it appeared in, or its title: whole, or of a part. */
type Work = [title: string, authors: string, container: string, name: string, year: string, kind: string];

/** What a JSON Schema demands, as far as that of notes goes. */
interface Rule {
  $ref?: string;
  anyOf?: Rule[];
  type?: string | string[];
  enum?: unknown[];
  minimum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  items?: Rule;
  required?: string[];
  properties?: Record<string, Rule>;
}

// The text of a page

/** Half-open, in UTF-16 code units of the text as read. */
type Span = [start: number, end: number];

interface PageText {
  /** Passages and headings, separated by a newline. */
  text: string;
  /** Where each passage begins. */
  starts: number[];
  /** Where each word stands in the page. */
  runs: Run[];
}

interface Run {
  node: Text;
  /** Where it begins in its node. */
  from: number;
  /** Where it begins in the text. */
  at: number;
  length: number;
}

// A note

type Quote = { quote: string; prefix?: string; suffix?: string };

interface Note extends Partial<Quote> {
  passage?: number;
  "replies-to"?: string;
  kind?: string;
  title?: string;
  status?: string;
  certainty?: string;
  evidence?: Evidence[];
  authors?: string[];
  interest?: string;
  "ai-assisted"?: string;
}

type Evidence = { [name: string]: string };

type Path = (string | number)[];

interface Breach {
  path: Path;
  /** Of the schema, such as `required`. */
  keyword: string;
  /** Code points at most, where those are too many. */
  limit?: number;
}

// The panel

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

interface Panel {
  /** Holds the text; a button in it has the source's name as `data-new-note`. */
  source: HTMLElement;
  page: PageText;
  dialog: HTMLDialogElement;
  form: HTMLFormElement;
  /** Of evidence. */
  rows: HTMLElement;
  /** The button that gets the focus back. */
  opener: HTMLElement;
  /** The words that the note is about, where some are. */
  quoted: Quote | null;
  /** Where these stand in the text. */
  span: Span | null;
  /** The id of the note that is replied to. */
  answered: string | null;
  /** Whether the words that are chosen cannot be told from others. */
  fallen: boolean;
  /** The words that are shown as chosen. */
  chosen: Range | null;
  /** Whether the file's name is the reader's own. */
  named: boolean;
  /** Whether errors of fields that are still empty are shown. */
  tried: boolean;
}

interface Draft {
  quoted: Quote | null;
  span?: Span | null;
  answered: string | null;
  named: boolean;
  fields: Record<string, string>;
  evidence: Record<string, string>[];
}

interface Fault {
  /** The form, or the row of evidence. */
  at: Element;
  /** Of the field in it. */
  name: string;
  text: string;
}

// Globals

declare var glossator: Glossator;
/** Material's: each page that its instant navigation comes to. */
declare var document$: { subscribe(follow: () => void): { unsubscribe(): void } } | undefined;
