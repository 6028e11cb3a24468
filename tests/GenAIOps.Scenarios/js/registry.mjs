// Reads an image through Microsoft's client, writes another beside it, and prints what it saw as JSON.
// node registry.mjs <endpoint> <token> <repository> <tag>, with NODE_EXTRA_CA_CERTS naming the server's certificate.
import { ContainerRegistryClient, ContainerRegistryContentClient } from "@azure/container-registry";

const [endpoint, token, repository, tag] = process.argv.slice(2);
const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3600_000 }) };
const content = new ContainerRegistryContentClient(endpoint, repository, credential);
const registry = new ContainerRegistryClient(endpoint, credential);

async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

const { digest, manifest } = await content.getManifest(tag);
let bytes = 0;
for (const part of [...manifest.layers, manifest.config]) {
  const { content: blob } = await content.downloadBlob(part.digest);
  for await (const chunk of blob) bytes += chunk.length;
}

const layer = await content.uploadBlob(Buffer.alloc(9 << 20, "written by Microsoft's client "));
const config = await content.uploadBlob(Buffer.from("{}"));
const written = await content.setManifest({
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: { mediaType: "application/vnd.oci.empty.v1+json", digest: config.digest, size: config.sizeInBytes },
  layers: [{ mediaType: "application/octet-stream", digest: layer.digest, size: layer.sizeInBytes }],
}, { tag: "written" });

const artifact = registry.getArtifact(repository, "written");
const properties = await registry.getRepository(repository).getProperties();
console.log(JSON.stringify({
  digest,
  bytes,
  written: written.digest,
  layer: layer.digest,
  repositories: await all(registry.listRepositoryNames()),
  manifestCount: properties.manifestCount,
  tagCount: properties.tagCount,
  tags: (await all(artifact.listTagProperties())).map((each) => each.name),
  manifests: (await all(registry.getRepository(repository).listManifestProperties())).map((each) => each.digest),
  size: (await artifact.getManifestProperties()).sizeInBytes,
}));
await artifact.deleteTag("written");
