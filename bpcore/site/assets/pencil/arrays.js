// Arrays of numbers as a page means them: {rows, columns, at} with `at` row by row; a number is a number.
// What does not fit has no value, and says which shapes there are.  It knows no page.
(() => {
  "use strict";

  class NoValue extends Error {}

  const isArray = (value) => typeof value === "object";
  const shape = (value) => (isArray(value) ? `${value.rows} by ${value.columns}` : "a number");
  const array = (rows, columns, entry) => ({
    rows,
    columns,
    at: Array.from({ length: rows * columns }, (_, k) => entry(Math.floor(k / columns), k % columns)),
  });
  const entry = ({ columns, at }, i, k) => at[i * columns + k];
  const alike = (one, other) => one.rows === other.rows && one.columns === other.columns;

  const mapped = (value, act) => (isArray(value) ? { ...value, at: value.at.map(act) } : act(value));

  const turned = (value) => (isArray(value)
    ? array(value.columns, value.rows, (i, k) => entry(value, k, i))
    : value);

  const each = (one, other, act, what) => {
    if (!isArray(one) && !isArray(other)) return act(one, other);
    if (!isArray(one) || !isArray(other) || !alike(one, other)) {
      throw new NoValue(`${what} of ${shape(one)} and ${shape(other)} does not fit`);
    }
    return { ...one, at: one.at.map((value, k) => act(value, other.at[k])) };
  };

  const sum = (one, other) => each(one, other, (a, b) => a + b, "the sum");
  const elementwise = (one, other) => each(one, other, (a, b) => a * b, "the product entry by entry");

  const total = (value) => value.at.reduce((all, one) => all + one, 0);

  // A number scales; otherwise rows by columns.
  const product = (one, other) => {
    if (!isArray(one)) return mapped(other, (value) => one * value);
    if (!isArray(other)) return mapped(one, (value) => other * value);
    if (one.columns !== other.rows) {
      throw new NoValue(`the matrix product of ${shape(one)} and ${shape(other)} does not fit`);
    }
    return array(one.rows, other.columns, (i, k) => {
      let all = 0;
      for (let j = 0; j < one.columns; j += 1) all += entry(one, i, j) * entry(other, j, k);
      return all;
    });
  };

  // A dot between two columns is their scalar product, between all else the product.
  const dot = (one, other) => (isArray(one) && isArray(other) && one.columns === 1 && alike(one, other) && one.rows > 1
    ? total(elementwise(one, other))
    : product(one, other));

  // The star of NumPy: entry by entry where the shapes are the same.
  const star = (one, other) => (isArray(one) && isArray(other) && alike(one, other)
    ? elementwise(one, other)
    : product(one, other));

  const outer = (one, other) => {
    const row = isArray(other) && other.columns === 1 && other.rows > 1 ? turned(other) : other;
    if (!isArray(one) || one.columns !== 1 || !isArray(row) || row.rows !== 1) {
      throw new NoValue(`the outer product takes a column and a row, not ${shape(one)} and ${shape(other)}`);
    }
    return product(one, row);
  };

  const diagonal = (value) => {
    if (!isArray(value) || value.columns !== 1) throw new NoValue(`a diagonal needs a column, not ${shape(value)}`);
    return array(value.rows, value.rows, (i, k) => (i === k ? value.at[i] : 0));
  };

  const flat = (value) => (isArray(value) ? value.at : [value]);

  globalThis.bpArrays = {
    NoValue, array, diagonal, dot, each, elementwise, flat, isArray, mapped, outer, product, shape, star, sum, turned,
  };
})();
