// A network of fully connected layers for one example: forward, backward, one step, differences.
// The port of bpcore/network.py, bpcore/activations.py and bpcore/losses.py; the browser tests hold
// it to them.  A column is an array of numbers, a matrix an array of rows.  It knows no page.
(() => {
  "use strict";

  // -- arrays -----------------------------------------------------------------------------------

  const sum = (column) => column.reduce((total, entry) => total + entry, 0);
  const times = (matrix, column) => matrix.map((row) => sum(row.map((w, k) => w * column[k])));
  const transposed = (matrix) => matrix[0].map((_, k) => matrix.map((row) => row[k]));
  const outer = (column, row) => column.map((a) => row.map((b) => a * b));
  const diag = (column) => column.map((a, i) => column.map((_, k) => (i === k ? a : 0)));
  const minus = (one, other) => one.map((a, k) => (Array.isArray(a) ? minus(a, other[k]) : a - other[k]));
  const scaled = (factor, one) => one.map((a) => (Array.isArray(a) ? scaled(factor, a) : factor * a));

  // -- activations: value and slope of each pre-activation -----------------------------------------

  const sigmoid = (z) => {
    const small = Math.exp(-Math.abs(z)); // never of a positive number, so it cannot overflow
    return (z < 0 ? small : 1) / (1 + small);
  };
  const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const below = (z) => { // the share of the normal distribution below z, by its series
    if (Math.abs(z) > 8) return z < 0 ? 0 : 1;
    let term = z;
    let total = z;
    for (let odd = 3; odd < 401; odd += 2) {
      term *= (z * z) / odd;
      total += term;
    }
    return 0.5 + density(z) * total;
  };
  const elementwise = {
    identity: { value: (z) => z, slope: () => 1 },
    sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z) },
    tanh: { value: Math.tanh, slope: (z) => 4 * sigmoid(2 * z) * sigmoid(-2 * z) },
    relu: { value: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
    leaky_relu: { value: (z) => (z > 0 ? z : z / 100), slope: (z) => (z > 0 ? 1 : 1 / 100) },
    softplus: { value: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid },
    silu: {
      value: (z) => z * sigmoid(z),
      slope: (z) => sigmoid(z) * (1 + z * sigmoid(-z)),
    },
    gelu: { value: (z) => z * below(z), slope: (z) => below(z) + z * density(z) },
  };

  const softmax = (z) => {
    const largest = Math.max(...z); // taken off first: no exponential is above 1
    const powers = z.map((one) => Math.exp(one - largest));
    const total = sum(powers);
    return powers.map((power) => power / total);
  };

  const activated = (name, z) => (name === "softmax" ? softmax(z) : z.map(elementwise[name].value));

  // The Jacobian of an activation: row = output, column = input.
  const jacobian = (name, z) => {
    if (name !== "softmax") return diag(z.map(elementwise[name].slope));
    const a = softmax(z);
    return minus(diag(a), outer(a, a));
  };

  // -- losses: value and slope by the answers; from the logits behind the partner ------------------

  const timesLog = (y, a) => (y === 0 ? 0 : y * Math.log(a));
  const over = (y, a) => (y === 0 ? 0 : y / a);
  const losses = {
    "half squared error": {
      value: (a, y) => sum(minus(a, y).map((apart) => apart * apart)) / 2,
      slope: (a, y) => minus(a, y),
      partner: "identity",
      fromLogits: (z, y) => sum(minus(z, y).map((apart) => apart * apart)) / 2,
    },
    "binary cross-entropy": {
      value: (a, y) => -sum(a.map((one, k) => timesLog(y[k], one) + timesLog(1 - y[k], 1 - one))),
      slope: (a, y) => a.map((one, k) => over(1 - y[k], 1 - one) - over(y[k], one)),
      partner: "sigmoid",
      fromLogits: (z, y) => sum(z.map((one, k) => (
        y[k] * elementwise.softplus.value(-one) + (1 - y[k]) * elementwise.softplus.value(one)
      ))),
    },
    "categorical cross-entropy": {
      value: (a, y) => -sum(a.map((one, k) => timesLog(y[k], one))),
      slope: (a, y) => a.map((one, k) => -over(y[k], one)),
      partner: "softmax",
      fromLogits: (z, y) => {
        const largest = Math.max(...z);
        const total = Math.log(sum(z.map((one) => Math.exp(one - largest))));
        return sum(z.map((one, k) => y[k] * (total - (one - largest))));
      },
    },
  };

  // -- the network: {W: [...], b: [...], activations: [...], loss}, layer 1 at place 0 --------------

  const forward = (network, x) => {
    const z = [];
    const a = [x];
    network.W.forEach((W, layer) => {
      z.push(times(W, a[layer]).map((entry, i) => entry + network.b[layer][i]));
      a.push(activated(network.activations[layer], z[layer]));
    });
    return { z, a };
  };

  const lossOf = (network, { z, a }, y) => {
    const loss = losses[network.loss];
    const last = network.activations.length - 1;
    return network.activations[last] === loss.partner
      ? loss.fromLogits(z[last], y)
      : loss.value(a[last + 1], y);
  };

  // delta[l] is dL/dz of layer l + 1, and dL_da[l] is dL/da of it.
  const backward = (network, { z, a }, y) => {
    const last = network.W.length - 1;
    const loss = losses[network.loss];
    const delta = [];
    const dL_da = [];
    for (let layer = last; layer >= 0; layer -= 1) {
      const name = network.activations[layer];
      dL_da[layer] = layer === last
        ? loss.slope(a[last + 1], y)
        : times(transposed(network.W[layer + 1]), delta[layer + 1]);
      delta[layer] = layer === last && name === loss.partner
        ? minus(a[last + 1], y)
        : times(transposed(jacobian(name, z[layer])), dL_da[layer]);
    }
    return { delta, dL_da, dL_dW: delta.map((d, layer) => outer(d, a[layer])), dL_db: delta };
  };

  const stepped = (network, { dL_dW, dL_db }, rate) => ({
    ...network,
    W: network.W.map((W, layer) => minus(W, scaled(rate, dL_dW[layer]))),
    b: network.b.map((b, layer) => minus(b, scaled(rate, dL_db[layer]))),
  });

  const cost = (network, x, y) => lossOf(network, forward(network, x), y);

  // The network with one parameter moved: kind "W" or "b", layer from 0, row and column from 0.
  const moved = (network, { kind, layer, row, column }, by) => {
    const part = network[kind].map((array, l) => (l !== layer ? array : array.map((entry, i) => {
      if (i !== row) return entry;
      return kind === "b" ? entry + by : entry.map((w, k) => (k === column ? w + by : w));
    })));
    return { ...network, [kind]: part };
  };

  const STEP = 1 / 512; // exact in binary
  const WEIGHTS = [[-2, 1], [-1, -8], [1, 8], [2, -1]]; // of the five points; the middle one has none

  // The five-point difference of the loss by one parameter.
  const difference = (network, place, x, y) => sum(
    WEIGHTS.map(([steps, weight]) => weight * cost(moved(network, place, steps * STEP), x, y)),
  ) / (12 * STEP);

  const places = (network) => network.W.flatMap((W, layer) => W.flatMap((entries, row) => [
    ...entries.map((_, column) => ({ kind: "W", layer, row, column })),
    { kind: "b", layer, row, column: 0 },
  ]));

  const slopeAt = ({ dL_dW, dL_db }, { kind, layer, row, column }) => (
    kind === "W" ? dL_dW[layer][row][column] : dL_db[layer][row]
  );

  const largestOf = ({ dL_dW, dL_db }) => Math.max(...[dL_dW, dL_db].flat(Infinity).map(Math.abs));

  // How far a slope is from its difference, relative to the largest slope: one that is nothing but
  // the last digits of two sums would be far from any other such one.
  const apart = (slopes, place, found) => {
    const size = Math.max(largestOf(slopes), Math.abs(found));
    return size === 0 ? 0 : Math.abs(slopeAt(slopes, place) - found) / size;
  };

  // The largest deviation of the slopes from differences, relative to the largest slope.
  const deviation = (network, slopes, x, y) => {
    const found = places(network).map((place) => {
      const slope = slopeAt(slopes, place);
      return { slope: Math.abs(slope), apart: Math.abs(slope - difference(network, place, x, y)) };
    });
    const largest = Math.max(...found.map(({ slope }) => slope));
    const apart = Math.max(...found.map((one) => one.apart));
    return apart === 0 ? 0 : apart / largest;
  };

  // Everything that a page shows, by the keys of its places; layers are counted from 1 there.
  const everything = (network, x, y, rate) => {
    const there = forward(network, x);
    const slopes = api.backward(network, there, y);
    const next = stepped(network, slopes, rate);
    const found = {
      x,
      y,
      loss: lossOf(network, there, y),
      new_loss: cost(next, x, y),
      deviation: deviation(network, slopes, x, y),
    };
    network.W.forEach((W, layer) => {
      const l = layer + 1;
      found[`W${l}`] = W;
      found[`b${l}`] = network.b[layer];
      found[`z${l}`] = there.z[layer];
      found[`a${l}`] = there.a[l];
      found[`J${l}`] = jacobian(network.activations[layer], there.z[layer]);
      found[`dL_da${l}`] = slopes.dL_da[layer];
      found[`delta${l}`] = slopes.delta[layer];
      found[`dL_dW${l}`] = slopes.dL_dW[layer];
      found[`dL_db${l}`] = slopes.dL_db[layer];
      found[`new_W${l}`] = next.W[layer];
      found[`new_b${l}`] = next.b[layer];
    });
    return found;
  };

  const api = { apart, backward, difference, everything, forward, moved, slopeAt, stepped, transposed };
  window.bpNetwork = api;
})();
