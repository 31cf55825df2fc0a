package main

const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

// kinds has a schema for each kind among the definitions of an API server, by its file's name.
func kinds(definitions, strict object) map[string]object {
	schemas := map[string]object{}
	for name, definition := range definitions {
		all, _ := definition.(object)["x-kubernetes-group-version-kind"].([]any)
		for _, each := range all {
			of := each.(object)
			file := fileName(of["group"].(string), of["version"].(string), of["kind"].(string))
			schemas[file] = standalone(reference(name), strict)
		}
	}
	return schemas
}

// customKinds has a schema for each version of a CustomResourceDefinition.
func customKinds(definition, strict object) map[string]object {
	schemas := map[string]object{}
	spec := definition["spec"].(object)
	kind := spec["names"].(object)["kind"].(string)
	for _, each := range spec["versions"].([]any) {
		version := each.(object)
		schema := strictly(version["schema"].(object)["openAPIV3Schema"].(object))
		properties := schema["properties"].(object)
		properties["apiVersion"] = object{"type": "string"}
		properties["kind"] = object{"type": "string"}
		properties["metadata"] = reference(objectMeta)
		schemas[fileName(spec["group"].(string), version["name"].(string), kind)] = standalone(schema, strict)
	}
	return schemas
}

// standalone is the schema with all definitions that it refers to.
func standalone(schema, definitions object) object {
	needed := object{}
	collect(schema, definitions, needed)
	whole := object{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": needed}
	for keyword, value := range schema {
		whole[keyword] = value
	}
	return whole
}

func collect(node any, definitions, needed object) {
	switch node := node.(type) {
	case []any:
		for _, each := range node {
			collect(each, definitions, needed)
		}
	case object:
		// A property may be called $ref, too: its value is no string.
		if target, isReference := node["$ref"].(string); isReference {
			name := target[len(prefix):]
			if _, known := needed[name]; !known {
				needed[name] = definitions[name]
				collect(definitions[name], definitions, needed)
			}
		}
		for _, each := range node {
			collect(each, definitions, needed)
		}
	}
}
