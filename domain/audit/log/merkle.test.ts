import { describe, expect, it } from "vitest";
import { leafHash, TreeEdge, treeHash } from "./merkle";

/** The leaves and roots that Certificate Transparency publishes for implementers of RFC 6962. */
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const leaves = inputs.map((input) => leafHash(Buffer.from(input, "hex")));

/** The tree hash as RFC 9162 § 2.1.1 defines it, word for word. */
function definedHash(hashes: readonly Buffer[]): Buffer {
  if (hashes.length < 2) return treeHash(hashes);
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return treeHash([definedHash(hashes.slice(0, k)), definedHash(hashes.slice(k))]);
}

describe("the Merkle tree", () => {
  it.each(roots.map((root, size) => ({ size, root })))("has the published root over $size leaves", ({ size, root }) => {
    expect(treeHash(leaves.slice(0, size)).toString("hex")).toBe(root);
  });

  it("has the root of the definition at every size, grown leaf by leaf, and from what is stored of it", () => {
    const edge = new TreeEdge();
    const all: Buffer[] = [];
    const stored = new Map<string, Buffer>();
    for (let n = 0; n < 1_300; n++) {
      const leaf = leafHash(Buffer.from(String(n)));
      all.push(leaf);
      for (const node of edge.push(leaf)) stored.set(`${node.level}/${node.index}`, node.hash);
      if (n % 37 !== 0 && (n + 1) % 256 > 1) continue;
      const root = definedHash(all);
      expect(edge.root()).toEqual(root);
      const tiles = Array.from({ length: Math.floor(all.length / 256) }, (_, i) => stored.get(`8/${i}`) ?? Buffer.alloc(0));
      const tail = all.slice(tiles.length * 256);
      expect(new TreeEdge(all.length, tiles.length > 0 ? [tail, tiles] : [tail]).root()).toEqual(root);
    }
    expect(() => new TreeEdge(300, [[]])).toThrow("do not fit");
  });
});
