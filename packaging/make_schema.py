"""Write resources/schema/composition-1.json from the model; a test compares the two."""

from pathlib import Path

from tilewright.model.document import FORMAT, schema

target = Path(__file__).resolve().parents[1] / "resources" / "schema" / f"composition-{FORMAT}.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_bytes(schema())
print(target)
