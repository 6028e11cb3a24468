// Words of two texts that are in one only: the longest common subsequence of words, spaces and signs.
const MOST_WORDS = 1500;

function words(text) {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

// Returns [[kind, text], …] with kind '=' for both, '-' for before only, '+' for after only; null where the texts are too long to compare.
function diff(before, after) {
  const a = words(before), b = words(after);
  let start = 0, aEnd = a.length, bEnd = b.length;
  while (start < aEnd && start < bEnd && a[start] === b[start]) start++;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) { aEnd--; bEnd--; }
  const n = aEnd - start, m = bEnd - start;
  if (n > MOST_WORDS || m > MOST_WORDS) return null;
  const width = m + 1, length = new Uint16Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      length[i * width + j] = a[start + i] === b[start + j]
        ? length[(i + 1) * width + j + 1] + 1
        : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  const parts = [];
  const add = (kind, word) => {
    if (parts.length > 0 && parts[parts.length - 1][0] === kind) parts[parts.length - 1][1] += word;
    else parts.push([kind, word]);
  };
  for (let k = 0; k < start; k++) add('=', a[k]);
  let i = 0, j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && a[start + i] === b[start + j]) { add('=', a[start + i]); i++; j++; }
    else if (i < n && (j === m || length[(i + 1) * width + j] >= length[i * width + j + 1])) add('-', a[start + i++]);
    else add('+', b[start + j++]);
  }
  for (let k = aEnd; k < a.length; k++) add('=', a[k]);
  return parts;
}
