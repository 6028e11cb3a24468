// A million rows in one row group, as parquet-rs writes them by default: pages of a megabyte, dictionaries.
// node parquet-rs.mjs rows.jsonl set.parquet, with apache-arrow and parquet-wasm installed beside it.
import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Table, Utf8, tableToIPC, vectorFromArray } from 'apache-arrow';
import { Compression, Table as WasmTable, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm/node';

const [, , from, to] = process.argv;
const columns = { id: [], query: [], ground_truth: [], context: [] };
for await (const line of createInterface({ input: createReadStream(from) })) {
  const row = JSON.parse(line);
  for (const name in columns) columns[name].push(row[name]);
}

const table = new Table(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, vectorFromArray(values, new Utf8())])));
const properties = new WriterPropertiesBuilder().setCompression(Compression.SNAPPY).build();
writeFileSync(to, writeParquet(WasmTable.fromIPCStream(tableToIPC(table, 'stream')), properties));
