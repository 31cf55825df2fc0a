// Command schemas writes the JSON schemas that kubeconform reads, one a kind, from what the owners of the API publish:
//
//	schemas FOLDER SWAGGER DEFINITION...
//
// SWAGGER is api/openapi-spec/swagger.json of a version of Kubernetes, each DEFINITION a CustomResourceDefinition. The
// schemas are strict: a field that the API does not know is a mistake.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

type object = map[string]any

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: schemas FOLDER SWAGGER DEFINITION...")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

func write(folder, swagger string, definitions []string) error {
	description, err := read(swagger)
	if err != nil {
		return err
	}
	builtIn := strictAll(description["definitions"].(object))
	schemas := kinds(description["definitions"].(object), builtIn)
	for _, file := range definitions {
		definition, err := read(file)
		if err != nil {
			return err
		}
		maps.Copy(schemas, customKinds(definition, builtIn))
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, schema := range schemas {
		text, err := json.Marshal(schema)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// read takes YAML, of which JSON is a part.
func read(file string) (object, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var content object
	if err := yaml.Unmarshal(text, &content); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return content, nil
}

// fileName is where kubeconform looks for a kind.
func fileName(group, version, kind string) string {
	name := kind
	if group != "" {
		name += "-" + strings.Split(group, ".")[0]
	}
	return strings.ToLower(name + "-" + version + ".json")
}
