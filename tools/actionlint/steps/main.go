// Command steps writes each shell step of GitHub's workflows as a script that bash can run:
//
//	steps FOLDER NAME=VALUE... -- WORKFLOW...
//
// Each NAME=VALUE is what an expression, e.g. github.actor, stands for. A step of a job with a matrix is written once for
// each of its values. An expression that nothing is given for is a mistake, and so is one in the script itself, where its
// value would be read as shell.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

type workflow struct {
	Jobs map[string]job
}

type job struct {
	Strategy struct {
		Matrix map[string]yaml.Node
	}
	Steps []step
}

type step struct {
	Run string
	Env map[string]string
}

var expression = regexp.MustCompile(`\$\{\{ *([^}]*?) *\}\}`)

func main() {
	split := slices.Index(os.Args, "--")
	if split < 2 {
		fmt.Fprintln(os.Stderr, "usage: steps FOLDER NAME=VALUE... -- WORKFLOW...")
		os.Exit(2)
	}
	values := map[string]string{}
	for _, given := range os.Args[2:split] {
		name, value, _ := strings.Cut(given, "=")
		values[name] = value
	}
	for _, file := range os.Args[split+1:] {
		if err := write(os.Args[1], file, values); err != nil {
			fmt.Fprintf(os.Stderr, "steps: %s: %v\n", file, err)
			os.Exit(1)
		}
	}
}

func write(folder, file string, values map[string]string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var flow workflow
	if err := yaml.Unmarshal(text, &flow); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(flow.Jobs)) {
		combinations, err := flow.Jobs[name].combinations()
		if err != nil {
			return fmt.Errorf("job %s: %w", name, err)
		}
		for c, combination := range combinations {
			known := maps.Clone(values)
			maps.Copy(known, combination)
			for s, step := range flow.Jobs[name].Steps {
				if step.Run == "" {
					continue
				}
				script, err := step.script(known)
				if err != nil {
					return fmt.Errorf("job %s, step %d: %w", name, s+1, err)
				}
				base := strings.TrimSuffix(filepath.Base(file), ".yml")
				target := filepath.Join(folder, fmt.Sprintf("%s.%s.%d.%d", base, name, c+1, s+1))
				if err := os.WriteFile(target, []byte(script), 0o644); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// combinations of the matrix: of one list of values, or those of include.
func (j job) combinations() ([]map[string]string, error) {
	if len(j.Strategy.Matrix) == 0 {
		return []map[string]string{{}}, nil
	}
	if len(j.Strategy.Matrix) > 1 {
		return nil, fmt.Errorf("a matrix of several lists is not known here")
	}
	var found []map[string]string
	for name, node := range j.Strategy.Matrix {
		if name == "include" {
			var rows []map[string]string
			if err := node.Decode(&rows); err != nil {
				return nil, err
			}
			for _, row := range rows {
				combination := map[string]string{}
				for key, value := range row {
					combination["matrix."+key] = value
				}
				found = append(found, combination)
			}
			continue
		}
		var values []string
		if err := node.Decode(&values); err != nil {
			return nil, err
		}
		for _, value := range values {
			found = append(found, map[string]string{"matrix." + name: value})
		}
	}
	return found, nil
}

func (s step) script(values map[string]string) (string, error) {
	if found := expression.FindString(s.Run); found != "" {
		return "", fmt.Errorf("%s stands in the script: put it into env", found)
	}
	var script strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.Env)) {
		var unknown error
		value := expression.ReplaceAllStringFunc(s.Env[name], func(found string) string {
			value, ok := values[expression.FindStringSubmatch(found)[1]]
			if !ok {
				unknown = fmt.Errorf("nothing is given for %s", found)
			}
			return value
		})
		if unknown != nil {
			return "", unknown
		}
		fmt.Fprintf(&script, "export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	return script.String() + s.Run + "\n", nil
}
