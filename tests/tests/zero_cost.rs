//! On the guest, a walk through slots is the same loop as a walk through raw pointers.

use std::fs;

use tests::build_guest;
use wasmparser::{ExternalKind, Operator, Parser, Payload};

/// The operators of the exported function called `name`, and how many functions are imported.
fn operators<'a>(wasm: &'a [u8], name: &str) -> Vec<Operator<'a>> {
    let (mut imported, mut index, mut bodies) = (0, None, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.unwrap() {
            Payload::ImportSection(imports) => imported = imports.into_imports().count(),
            Payload::ExportSection(exports) => {
                let mut exports = exports.into_iter().map(Result::unwrap);
                let export = exports.find(|export| export.name == name && export.kind == ExternalKind::Func);
                index = export.map(|export| export.index as usize);
            }
            Payload::CodeSectionEntry(body) => bodies.push(body),
            _ => {}
        }
    }
    let body = &bodies[index.expect("the function is exported") - imported];
    body.get_operators_reader()
        .unwrap()
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// The one loop in `operators`, from `loop` to its `end`.
fn only_loop<'a>(operators: &[Operator<'a>]) -> Vec<Operator<'a>> {
    let is_loop = |operator: &&Operator<'_>| matches!(operator, Operator::Loop { .. });
    assert_eq!(operators.iter().filter(is_loop).count(), 1, "{operators:?}");
    let rest = operators.iter().skip_while(|operator| !is_loop(operator));
    let mut depth = 0;
    let mut found = Vec::new();
    for operator in rest {
        match operator {
            Operator::Loop { .. } | Operator::Block { .. } | Operator::If { .. } => depth += 1,
            Operator::End => depth -= 1,
            _ => {}
        }
        found.push(operator.clone());
        if depth == 0 {
            break;
        }
    }
    found
}

#[test]
fn a_walk_through_slots_is_the_walk_through_raw_pointers() {
    let wasm = fs::read(build_guest("tests-guest")).unwrap();
    let (slots, raw) = (operators(&wasm, "walk_slots"), operators(&wasm, "walk_raw"));
    let (slots, raw) = (only_loop(&slots), only_loop(&raw));
    assert_eq!(slots, raw);
    // It is the loop that one would write by hand: two loads, an addition and a branch a node.
    let loads = slots
        .iter()
        .filter(|operator| matches!(operator, Operator::I64Load { .. } | Operator::I32Load { .. }));
    assert_eq!(loads.count(), 2, "{slots:?}");
    assert!(
        slots
            .iter()
            .all(|operator| !matches!(operator, Operator::Call { .. })),
        "{slots:?}"
    );
}
