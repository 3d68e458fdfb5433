package main

// Reads ForceNew/RequiresReplace, Computed, string enumerations, ranges and lengths from the AWS provider's source.
import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var consts = map[string]string{}
var funcs map[string]*ast.FuncDecl
var vars map[string]ast.Expr

type R struct {
	ForceNew []string            `json:"forceNew"`
	In       map[string][]string `json:"in,omitempty"`
	Range    map[string][]string `json:"range,omitempty"`
	Len      map[string][]string `json:"len,omitempty"`
	Match    map[string][]string `json:"match,omitempty"`
}

func key(e ast.Expr) string {
	switch k := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(k.Value)
		return s
	case *ast.SelectorExpr:
		return consts[k.Sel.Name]
	case *ast.Ident:
		if v, ok := vars[k.Name]; ok {
			return key(v)
		}
	}
	return ""
}
func str(e ast.Expr) string {
	switch k := e.(type) {
	case *ast.BasicLit:
		if k.Kind == token.STRING {
			s, _ := strconv.Unquote(k.Value)
			return s
		}
		return k.Value
	case *ast.UnaryExpr:
		return k.Op.String() + str(k.X)
	case *ast.Ident:
		if v, ok := vars[k.Name]; ok {
			return str(v)
		}
	}
	return ""
}
func validators(p string, e ast.Expr, r *R) {
	ast.Inspect(e, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		s, ok := c.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch s.Sel.Name {
		case "Any", "NoneOf":
			return false
		case "IntBetween", "OneOfInt":
			if len(c.Args) == 2 {
				a, b := str(c.Args[0]), str(c.Args[1])
				if a != "" && b != "" {
					r.Range[p] = []string{a, b}
				}
			}
		case "IntAtLeast":
			if a := str(c.Args[0]); a != "" {
				r.Range[p] = []string{a, ""}
			}
		case "IntInSlice":
			if l, ok := c.Args[0].(*ast.CompositeLit); ok {
				var out []string
				for _, x := range l.Elts {
					out = append(out, str(x))
				}
				r.In[p] = out
			}
		case "StringLenBetween":
			a, b := str(c.Args[0]), str(c.Args[1])
			if a != "" && b != "" {
				r.Len[p] = []string{a, b}
			}
		case "StringInSlice":
			if l, ok := c.Args[0].(*ast.CompositeLit); ok {
				var out []string
				for _, x := range l.Elts {
					v := str(x)
					if v == "" {
						v = key(x)
					}
					if v == "" {
						return true
					}
					out = append(out, v)
				}
				r.In[p] = out
			}
		case "StringMatch":
			if rc, ok := c.Args[0].(*ast.CallExpr); ok && len(rc.Args) == 1 {
				if a := str(rc.Args[0]); a != "" {
					r.Match[p] = append(r.Match[p], a)
				}
			}
		}
		return true
	})
}
func attr(p string, e ast.Expr, r *R, depth int) {
	if depth > 8 {
		return
	}
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = u.X
	}
	if c, ok := e.(*ast.CallExpr); ok {
		name := ""
		if id, ok := c.Fun.(*ast.Ident); ok {
			name = id.Name
		}
		if sel, ok := c.Fun.(*ast.SelectorExpr); ok {
			name = sel.Sel.Name
			if strings.Contains(name, "ForceNew") || strings.Contains(name, "IDAttributeDeprecated") {
				if strings.Contains(name, "ForceNew") {
					r.ForceNew = append(r.ForceNew, p)
				}
				return
			}
		}
		if f := funcs[name]; f != nil && f.Body != nil {
			for _, s := range f.Body.List {
				if ret, ok := s.(*ast.ReturnStmt); ok {
					for _, x := range ret.Results {
						attr(p, x, r, depth+1)
					}
				}
			}
		}
		return
	}
	l, ok := e.(*ast.CompositeLit)
	if !ok {
		return
	}
	for _, el := range l.Elts {
		kv, ok := el.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		id, ok := kv.Key.(*ast.Ident)
		if !ok {
			continue
		}
		switch id.Name {
		case "ForceNew":
			if v, ok := kv.Value.(*ast.Ident); ok && v.Name == "true" {
				r.ForceNew = append(r.ForceNew, p)
			}
		case "PlanModifiers":
			ast.Inspect(kv.Value, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(s.Sel.Name, "RequiresReplace") {
					r.ForceNew = append(r.ForceNew, p)
					return false
				}
				return true
			})
		case "ValidateFunc", "ValidateDiagFunc", "Validators":
			validators(p, kv.Value, r)
		case "Elem", "NestedObject":
			nested(p, kv.Value, r, depth)
		}
	}
}
func nested(p string, e ast.Expr, r *R, depth int) {
	if depth > 8 {
		return
	}
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = u.X
	}
	switch x := e.(type) {
	case *ast.CompositeLit:
		isSchema := false
		if s, ok := x.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Schema" {
			isSchema = true
		}
		if isSchema {
			attr(p+"[]", x, r, depth+1)
			return
		}
		for _, el := range x.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				if id, ok := kv.Key.(*ast.Ident); ok && (id.Name == "Schema" || id.Name == "SchemaFunc" || id.Name == "Attributes" || id.Name == "Blocks") {
					schema(p+".", kv.Value, r, depth+1)
				}
			}
		}
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok {
			if f := funcs[id.Name]; f != nil && f.Body != nil {
				for _, s := range f.Body.List {
					if ret, ok := s.(*ast.ReturnStmt); ok {
						for _, y := range ret.Results {
							nested(p, y, r, depth+1)
						}
					}
				}
			}
		}
	}
}
func schema(prefix string, e ast.Expr, r *R, depth int) {
	if depth > 8 {
		return
	}
	switch x := e.(type) {
	case *ast.CallExpr:
		if id, ok := x.Fun.(*ast.Ident); ok {
			if f := funcs[id.Name]; f != nil && f.Body != nil {
				fnSchema(prefix, f, r, depth+1)
			}
		}
		if fl, ok := x.Fun.(*ast.FuncLit); ok {
			body(prefix, fl.Body, r, depth+1)
		}
	case *ast.FuncLit:
		body(prefix, x.Body, r, depth+1)
	case *ast.CompositeLit:
		for _, el := range x.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				k := key(kv.Key)
				if k == "" {
					continue
				}
				attr(prefix+k, kv.Value, r, depth+1)
			}
		}
	}
}
func body(prefix string, b *ast.BlockStmt, r *R, depth int) {
	for _, s := range b.List {
		if ret, ok := s.(*ast.ReturnStmt); ok {
			for _, y := range ret.Results {
				schema(prefix, y, r, depth+1)
			}
		}
	}
}
func fnSchema(prefix string, f *ast.FuncDecl, r *R, depth int) { body(prefix, f.Body, r, depth) }

func structOf(f *ast.FuncDecl) string {
	name := ""
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok && name == "" {
			if id, ok := c.Type.(*ast.Ident); ok {
				name = id.Name
			}
		}
		return true
	})
	return name
}

func main() {
	root := os.Args[1]
	cf, _ := os.Open(filepath.Join(root, "names/attr_consts_gen.go"))
	re := regexp.MustCompile(`^\s*Attr(\w+)\s*=\s*"([^"]+)"`)
	sc := bufio.NewScanner(cf)
	for sc.Scan() {
		if m := re.FindStringSubmatch(sc.Text()); m != nil {
			consts["Attr"+m[1]] = m[2]
		}
	}
	out := map[string]*R{}
	dirs, _ := filepath.Glob(filepath.Join(root, "internal/service/*"))
	ann := regexp.MustCompile(`@(SDK|Framework)Resource\("([a-z0-9_]+)"`)
	for _, d := range dirs {
		fset := token.NewFileSet()
		pkgs, err := parser.ParseDir(fset, d, nil, parser.ParseComments)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		funcs = map[string]*ast.FuncDecl{}
		vars = map[string]ast.Expr{}
		type rf struct {
			tf string
			f  *ast.FuncDecl
			fw bool
		}
		var rs []rf
		meth := map[string]*ast.FuncDecl{}
		embedded := map[string][]string{}
		for _, p := range pkgs {
			for _, f := range p.Files {
				for _, dec := range f.Decls {
					if g, ok := dec.(*ast.GenDecl); ok {
						for _, s := range g.Specs {
							if ts, ok := s.(*ast.TypeSpec); ok {
								if st, ok := ts.Type.(*ast.StructType); ok {
									for _, f := range st.Fields.List {
										if id, ok := f.Type.(*ast.Ident); ok && len(f.Names) == 0 {
											embedded[ts.Name.Name] = append(embedded[ts.Name.Name], id.Name)
										}
									}
								}
							}
							if v, ok := s.(*ast.ValueSpec); ok {
								for i, n := range v.Names {
									if i < len(v.Values) {
										vars[n.Name] = v.Values[i]
									}
								}
							}
						}
					}
					fd, ok := dec.(*ast.FuncDecl)
					if !ok {
						continue
					}
					if fd.Recv == nil {
						funcs[fd.Name.Name] = fd
					} else if fd.Name.Name == "Schema" {
						t := fd.Recv.List[0].Type
						if st, ok := t.(*ast.StarExpr); ok {
							t = st.X
						}
						if id, ok := t.(*ast.Ident); ok {
							meth[id.Name] = fd
						}
					}
					if fd.Doc != nil {
						for _, c := range fd.Doc.List {
							if m := ann.FindStringSubmatch(c.Text); m != nil {
								rs = append(rs, rf{m[2], fd, m[1] == "Framework"})
							}
						}
					}
				}
			}
		}
		for _, x := range rs {
			r := &R{In: map[string][]string{}, Range: map[string][]string{}, Len: map[string][]string{}, Match: map[string][]string{}}
			target := x.f
			if x.fw {
				tn := ""
				ast.Inspect(x.f.Body, func(n ast.Node) bool {
					if c, ok := n.(*ast.CompositeLit); ok && tn == "" {
						if id, ok := c.Type.(*ast.Ident); ok {
							if meth[id.Name] != nil {
								tn = id.Name
							}
						}
					}
					return true
				})
				target = meth[tn]
				if target == nil {
					for _, t := range embedded[structOf(x.f)] {
						if meth[t] != nil {
							target = meth[t]
						}
					}
				}
			}
			if target == nil || target.Body == nil {
				continue
			}
			// The outermost composite literals named Resource or Schema, wherever they stand in the function.
			done := false
			ast.Inspect(target.Body, func(n ast.Node) bool {
				if done {
					return false
				}
				c, ok := n.(*ast.CompositeLit)
				if !ok {
					return true
				}
				for _, el := range c.Elts {
					if kv, ok := el.(*ast.KeyValueExpr); ok {
						if id, ok := kv.Key.(*ast.Ident); ok {
							if id.Name == "Schema" || id.Name == "SchemaFunc" || id.Name == "Attributes" || id.Name == "Blocks" {
								schema("", kv.Value, r, 0)
								done = true
							}
							if id.Name == "SchemaFunc" {
								if f, ok := kv.Value.(*ast.Ident); ok {
									if fd := funcs[f.Name]; fd != nil {
										fnSchema("", fd, r, 0)
									}
								}
							}
						}
					}
				}
				return !done
			})
			out[x.tf] = r
		}
	}
	b, _ := json.MarshalIndent(out, "", " ")
	os.Stdout.Write(b)
}
