//! What the notation's reader refuses, and that hostile text neither stops nor slows it.

use std::time::{Duration, Instant};

use shared_abi_layouts::{Layouts, NotationProblem as P, compare};
use shared_abi_model::Kind;

const VALID: &str = "\
struct Batch, size 32, align 8, extensible
    seq: u64, offset 0, size 8, align 8
    samples: Slice<Pair<u8, [u16; 4]>>, offset 8, size 16, align 8
    flags: u32, offset 24, size 4, align 4, added

struct Node<u8, u16>, size 16, align 8
    0: FnPtr<fn(u8, Ptr<u8>) -> u32>, offset 0, size 8, align 8
    end: PhantomData<a: b>, offset 16, size 0, align 1

enum Shape, size 16, align 8
    tag: u32, offset 0, size 4, align 4
    Empty = -170141183460469231731687303715884105728
    Circle = 0
        radius: f64, offset 8, size 8, align 8
    Square = 170141183460469231731687303715884105727
        side: f64, offset 8, size 8, align 8
        tag: u32, offset 8, size 4, align 4

union Value, size 18446744073709551615, align 9223372036854775808
    all: [u8; 18446744073709551615], offset 0, size 18446744073709551615, align 1
    größe: u32, offset 0, size 4, align 4

fn label(Slice<u8>, Ptr<Batch>) -> u32
fn reset()
";

/// As version 1 wrote it.
const OLD: &str = "\
struct Batch, size 32, align 8, extensible
    seq: u64, offset 0, size 8
    samples: Slice<Pair<u8, [u16; 4]>>, offset 8, size 16
    flags: u32, offset 24, size 4, added

struct Node<u8, u16>, size 16, align 8
    0: FnPtr<extern \"C\" fn(u8, Ptr<u8>) -> u32>, offset 0, size 8
    end: PhantomData<a: b>, offset 16, size 0

enum Shape, size 16, align 8
    tag: u32, offset 0, size 4
    Circle.radius: f64, offset 8, size 8
    Square.side: f64, offset 8, size 8
    Empty = -170141183460469231731687303715884105728
    Circle = 0
    Square = 170141183460469231731687303715884105727

union Value, size 18446744073709551615, align 9223372036854775808
    all: [u8; 18446744073709551615], offset 0, size 18446744073709551615
    größe: u32, offset 0, size 4
";

#[track_caller]
fn refused(text: &str, line: usize, found: &str, problem: P) {
    let error = Layouts::parse(text).unwrap_err();
    assert_eq!(
        (error.line(), error.text(), error.problem()),
        (line, found, problem)
    );
    let shown = format!("line {line}: `{found}`: {problem}");
    assert_eq!(error.to_string(), shown);
}

/// A struct of 8 bytes with these lines in it.
#[track_caller]
fn refused_in_struct(lines: &str, line: usize, found: &str, problem: P) {
    let text = format!("struct A, size 8, align 4\n{lines}");
    refused(&text, line + 1, found, problem);
}

#[test]
fn a_valid_text_is_printed_as_it_was() {
    let layouts = Layouts::parse(VALID).unwrap();
    assert_eq!(layouts.to_string(), VALID);
    let batch = layouts.get("Batch").unwrap();
    assert_eq!((batch.kind, batch.size, batch.align), (Kind::Struct, 32, 8));
    assert!(batch.extensible && batch.fields[2].added && !batch.fields[1].added);
    assert_eq!(batch.fields[1].ty, "Slice<Pair<u8, [u16; 4]>>");
    let shape = layouts.get("Shape").unwrap();
    assert_eq!(shape.variants[0].value, i128::MIN);
    let own: Vec<Vec<_>> = shape
        .variants
        .iter()
        .map(|variant| shape.fields_of(variant).iter().map(|field| field.name).collect())
        .collect();
    assert_eq!(own, [vec![], vec!["radius"], vec!["side", "tag"]]);
    let functions: Vec<_> = layouts
        .functions()
        .map(|(name, signature)| (name, signature.to_string()))
        .collect();
    assert_eq!(
        functions[0],
        ("label", "fn(Slice<u8>, Ptr<Batch>) -> u32".to_owned())
    );
    assert_eq!(functions[1], ("reset", "fn()".to_owned()));
}

#[test]
fn what_version_1_wrote_is_read_as_what_it_is_now() {
    let layouts = Layouts::parse(OLD).unwrap();
    let shape = layouts.get("Shape").unwrap();
    assert_eq!(shape.fields_of(&shape.variants[1])[0].name, "radius");
    assert_eq!(shape.fields_of(&shape.variants[2])[0].offset, 8);
    assert_eq!(shape.common_fields().len(), 1);
    // The alignments follow from the types; a struct's, from its own layout.
    let aligns = |text: &str| {
        let layouts = Layouts::parse(text).unwrap();
        let layout = layouts.get("A").unwrap();
        layout.fields.iter().map(|field| field.align).collect::<Vec<_>>()
    };
    let text = "struct A, size 40, align 8\n    a: [B; 2], offset 0, size 8\n    b: C, offset 8, size 8\n    \
                c: [Str; 1], offset 16, size 16\n    d: [u16; 2], offset 32, size 4\n\nstruct B, size 4, align 2\n";
    assert_eq!(aligns(text), [2, 0, 8, 2]);
    // And what is read is printed as now, and is the same.
    let now = layouts.to_string();
    assert_eq!(compare(&layouts, &Layouts::parse(&now).unwrap()), []);
    assert_eq!(Layouts::parse(&now).unwrap(), layouts);
}

#[test]
fn fields_named_as_before_and_as_now_do_not_mix() {
    let text = "enum A, size 8, align 4\n    tag: u32, offset 0, size 4, align 4\n    \
                B.x: u32, offset 4, size 4, align 4\n    B = 0\n        x: u32, offset 4, size 4, align 4\n    C = 1\n";
    let layouts = Layouts::parse(text).unwrap();
    assert_eq!(layouts.to_string(), text);
    // Nor is a name split for a variant that there isn't.
    let text = "enum A, size 8, align 4\n    B.x: u32, offset 4, size 4, align 4\n    C = 1\n";
    assert_eq!(Layouts::parse(text).unwrap().to_string(), text);
}

#[test]
fn what_says_less_lets_nothing_pass_that_contradicts() {
    let line = |ty: &str| format!("struct A, size 8, align 8\n    f: {ty}, offset 0, size 8, align 8\n");
    let (bare, one, other) = ("FnPtr", "FnPtr<fn(u32)>", "FnPtr<fn(u64)>");
    for order in [[bare, one, other], [one, bare, other], [one, other, bare]] {
        let text: String = order.into_iter().map(line).collect();
        assert_eq!(
            Layouts::parse(&text).unwrap_err().problem(),
            P::TypeTwice,
            "{order:?}"
        );
    }
    let text = line(bare) + &line(one) + &line(bare);
    let layouts = Layouts::parse(&text).unwrap();
    assert_eq!(layouts.get("A").unwrap().fields[0].ty, one);
}

#[test]
fn sets_that_are_joined_have_the_functions_of_both() {
    use shared_abi_layouts::Conflict;
    let mut layouts = Layouts::parse("fn a(u32)\n").unwrap();
    let more = Layouts::parse("fn a(u32)\nfn b(u32)\n").unwrap();
    assert_eq!(layouts.join(&more), Ok(()));
    assert_eq!(layouts.functions().len(), 2);
    let other = Layouts::parse("fn a(u64)\n").unwrap();
    assert_eq!(layouts.join(&other), Err(Conflict::Function("a".into())));
}

#[test]
fn functions_are_named_once_with_a_signature() {
    let expected = P::Expected("`fn NAME(TYPES)` or `fn NAME(TYPES) -> TYPE`");
    refused("fn a\n", 1, "a", expected);
    refused("fn a(u8\n", 1, "a(u8", expected);
    refused("fn a() u8\n", 1, "a() u8", expected);
    refused("fn (u8)\n", 1, "", P::NotAName);
    refused("fn a()\nfn a(u8)\n", 2, "a", P::FunctionTwice);
    assert_eq!(Layouts::parse("fn a()\nfn a()\n").unwrap().functions().len(), 1);
    refused(
        "fn a()\n    x: u8, offset 0, size 1\n",
        2,
        "x: u8, offset 0, size 1",
        P::OutsideOfType,
    );
}

#[test]
fn comments_blank_lines_and_repetition_are_skipped() {
    let text = "# one\n\nstruct A, size 4, align 4\n# two\n    x: u32, offset 0, size 4\n\n\n#\n\
                struct A, size 4, align 4\n    x: u32, offset 0, size 4\n";
    let layouts = Layouts::parse(text).unwrap();
    assert_eq!(
        layouts.to_string(),
        "struct A, size 4, align 4\n    x: u32, offset 0, size 4, align 4\n"
    );
    assert!(Layouts::parse("").unwrap().is_empty());
}

#[test]
fn sets_are_equal_if_all_that_they_have_is() {
    let of = |text: &'static str| Layouts::parse(text).unwrap();
    let one = of("struct A, size 4, align 4\nfn f(u8)\n");
    assert_eq!(one, of("fn f(u8)\nstruct A, size 4, align 4\n"));
    for other in [
        "",
        "struct A, size 8, align 4\nfn f(u8)\n",
        "struct A, size 4, align 4\nfn f(u16)\n",
        "struct A, size 4, align 4\nfn g(u8)\n",
        "struct A, size 4, align 4\nstruct B, size 4, align 4\nfn f(u8)\n",
        "struct A, size 4, align 4\n",
        "fn f(u8)\n",
    ] {
        assert_ne!(one, of(other), "{other}");
        assert_ne!(of(other), one, "{other}");
    }
}

#[test]
fn types_need_no_blank_line_between_them() {
    let text = VALID.replace("\n\n", "\n");
    let layouts = Layouts::parse(&text).unwrap();
    assert_eq!(layouts.to_string(), VALID);
}

#[test]
fn a_merge_conflict_is_named() {
    for mark in ["<<<<<<< HEAD", "||||||| 1a2b3c4", "=======", ">>>>>>> branch"] {
        refused_in_struct(&format!("{mark}\n"), 1, mark, P::Conflict);
    }
}

#[test]
fn a_text_that_was_cut_off_is_refused() {
    refused(
        "struct A, size 16, align 1",
        1,
        "struct A, size 16, align 1",
        P::CutOff,
    );
    refused_in_struct(
        "    x: u8, offset 0, size 1",
        1,
        "    x: u8, offset 0, size 1",
        P::CutOff,
    );
}

#[test]
fn a_header_has_its_parts_in_order_and_no_others() {
    let kinds = P::Expected("`struct NAME`, `enum NAME` or `union NAME`");
    for line in [
        "foo",
        "class A, size 4, align 4",
        "\tx: u32, offset 0, size 4",
        "  x: u8, offset 0, size 1",
    ] {
        let shown = line.replace('\t', "\\t");
        refused(&format!("{line}\n"), 1, &shown, kinds);
    }
    let align = P::Expected("`align N`");
    refused("struct A, size 4\n", 1, "size 4", align);
    refused("struct A\n", 1, "A", align);
    refused("struct A, size 4, align 4, packed\n", 1, "packed", align);
    refused(
        "struct A, size 4, align 4, extensible, extensible\n",
        1,
        "extensible",
        align,
    );
    refused(
        "struct A, align 4, align 4\n",
        1,
        "align 4",
        P::Expected("`size N`"),
    );
    for name in [
        "",
        " A",
        "A ",
        "A,B",
        "A: B",
        "A<B",
        "A>",
        "[A)",
        "A\tB",
        "A\u{202e}B",
        "A\u{a0}B",
    ] {
        let shown = name.escape_debug().to_string();
        refused(
            &format!("struct {name}, size 4, align 4\n"),
            1,
            &shown,
            P::NotAType,
        );
    }
    // The line is cut from its right end.
    refused("struct A, size 4, size 4, align 4\n", 1, "A, size 4", P::NotAType);
}

#[test]
fn a_field_has_its_parts_in_order_and_no_others() {
    let item = P::Expected("`NAME: TYPE, offset N, size N, align N` or `NAME = N`");
    for line in ["", "x", "x : u32", " = 3"] {
        let found = if line == " = 3" { "" } else { line };
        let problem = match line {
            "x : u32" => P::Expected("`size N`"),
            " = 3" => P::NotAName,
            _ => item,
        };
        let found = if line == "x : u32" { "u32" } else { found };
        refused_in_struct(&format!("    {line}\n"), 1, found, problem);
    }
    let size = P::Expected("`size N`");
    refused_in_struct("    x: u32, offset 0, size 4, other\n", 1, "other", size);
    refused_in_struct("    x: u32, offset 0, size 4, added, added\n", 1, "added", size);
    refused_in_struct("    x: u32, size 4\n", 1, "u32", P::Expected("`offset N`"));
    for name in [
        "",
        " x",
        "a b",
        "a,b",
        "a:b",
        "a=b",
        "a<b>",
        "a\u{7f}",
        "a\u{200b}",
    ] {
        let shown = name.escape_debug().to_string();
        refused_in_struct(
            &format!("    {name}: u8, offset 0, size 1\n"),
            1,
            &shown,
            P::NotAName,
        );
    }
    for ty in ["", " u8", "u8 ", "u8, u8", "Pair<u8", "Pair<u8]>", "a: b", "u8\0"] {
        let shown = ty.escape_debug().to_string();
        refused_in_struct(
            &format!("    x: {ty}, offset 0, size 1\n"),
            1,
            &shown,
            P::NotAType,
        );
    }
}

#[test]
fn a_windows_line_end_is_no_part_of_the_notation() {
    refused("struct A, size 4, align 4\r\n", 1, "4\\r", P::NotANumber);
}

#[test]
fn a_number_is_written_in_one_way() {
    for digits in [
        "",
        "01",
        "00",
        "+1",
        "-1",
        "1 ",
        "1_0",
        "0x1",
        "٣",
        "18446744073709551616",
    ] {
        refused(
            &format!("struct A, size {digits}, align 1\n"),
            1,
            digits,
            P::NotANumber,
        );
        refused(
            &format!("struct A, size 1, align {digits}\n"),
            1,
            digits,
            P::NotANumber,
        );
        refused_in_struct(
            &format!("    x: u8, offset {digits}, size 1\n"),
            1,
            digits,
            P::NotANumber,
        );
        refused_in_struct(
            &format!("    x: u8, offset 0, size {digits}\n"),
            1,
            digits,
            P::NotANumber,
        );
    }
}

#[test]
fn an_integer_is_written_in_one_way() {
    let above = "170141183460469231731687303715884105728";
    let below = "-170141183460469231731687303715884105729";
    for digits in [
        "", "-", "-0", "01", "-01", "+1", "--1", "1 ", "1, added", above, below,
    ] {
        let text = format!("enum A, size 4, align 4\n    B = {digits}\n");
        refused(&text, 2, digits, P::NotAnInteger);
    }
}

#[test]
fn an_alignment_is_a_power_of_two() {
    for align in [0, 3, 12, usize::MAX] {
        let field = format!("    x: u8, offset 0, size 1, align {align}\n");
        refused_in_struct(&field, 1, "x", P::Align(align));
        refused(
            &format!("struct A, size 8, align {align}\n"),
            1,
            "A",
            P::Align(align),
        );
    }
}

#[test]
fn only_a_struct_is_extensible() {
    for kind in ["enum", "union"] {
        let text = format!("{kind} A, size 8, align 4, extensible\n");
        refused(&text, 1, "A", P::ExtensibleNotStruct);
    }
}

#[test]
fn a_field_without_a_type_is_refused() {
    let field = "x: u8, offset 0, size 1";
    refused(&format!("    {field}\n"), 1, field, P::OutsideOfType);
    // Of a type whose header got lost: not a field of the one above.
    let above = "    a: u8, offset 0, size 1\n\n";
    refused_in_struct(&format!("{above}    {field}\n"), 3, field, P::OutsideOfType);
}

#[test]
fn names_are_unique() {
    let twice = "    x: u8, offset 0, size 1\n    x: u8, offset 1, size 1\n";
    refused_in_struct(twice, 2, "x", P::FieldTwice);
    refused(
        "enum A, size 4, align 4\n    B = 1\n    B = 2\n",
        3,
        "B",
        P::VariantTwice,
    );
    // In the middle, and as the last one.
    let text = "struct A, size 8, align 4\n\nstruct A, size 4, align 4\n# \n";
    refused(text, 3, "A", P::TypeTwice);
    refused(
        &format!("{text}struct B, size 4, align 4\n"),
        3,
        "A",
        P::TypeTwice,
    );
    // A field and a variant don't get in each other's way.
    Layouts::parse("enum A, size 4, align 4\n    tag: u32, offset 0, size 4\n    tag = 1\n").unwrap();
}

#[test]
fn a_field_lies_inside_of_its_type() {
    let past = P::PastEnd { end: 9, size: 8 };
    refused_in_struct("    x: [u8; 9], offset 0, size 9\n", 1, "x", past);
    refused_in_struct("    x: u8, offset 8, size 1\n", 1, "x", past);
    refused_in_struct(
        "    x: u8, offset 18446744073709551615, size 1\n",
        1,
        "x",
        P::Overflow,
    );
    Layouts::parse("struct A, size 8, align 4\n    x: PhantomData, offset 8, size 0\n").unwrap();
}

#[test]
fn fields_of_a_struct_follow_each_other() {
    let first = "    x: u32, offset 4, size 4\n";
    let order = |offset| P::OutOfOrder { offset, end: 8 };
    refused_in_struct(
        &format!("{first}    y: u32, offset 0, size 4\n"),
        2,
        "y",
        order(0),
    );
    refused_in_struct(&format!("{first}    y: u8, offset 7, size 1\n"), 2, "y", order(7));
    for kind in ["union", "enum"] {
        let text = format!("{kind} A, size 8, align 4\n{first}    y: u32, offset 0, size 4\n");
        Layouts::parse(&text).unwrap();
    }
}

#[test]
fn added_fields_stand_last_in_an_extensible_struct() {
    let added = "    x: u8, offset 0, size 1, added\n";
    refused_in_struct(added, 1, "x", P::AddedNotExtensible);
    refused(
        &format!("union A, size 1, align 1\n{added}"),
        2,
        "x",
        P::AddedNotExtensible,
    );
    let text = format!("struct A, size 2, align 1, extensible\n{added}    y: u8, offset 1, size 1\n");
    refused(&text, 3, "y", P::NotAdded);
}

#[test]
fn variants_stand_last_in_an_enum() {
    for kind in ["struct", "union"] {
        refused(
            &format!("{kind} A, size 4, align 4\n    B = 1\n"),
            2,
            "B",
            P::VariantOutsideEnum,
        );
    }
    let text = "enum A, size 4, align 4\n    B = 1\n    tag: u32, offset 0, size 4\n";
    refused(text, 3, "tag", P::FieldAfterVariant);
    let text = "enum A, size 4, align 4\n        x: u32, offset 0, size 4\n    B = 1\n";
    refused(text, 2, "x", P::OutsideOfVariant);
    let text = "enum A, size 4, align 4\n    B = 1\n        C = 2\n";
    refused(
        text,
        3,
        "C = 2",
        P::Expected("`NAME: TYPE, offset N, size N, align N` or `NAME = N`"),
    );
    refused("enum A, size 4, align 4\n    b c = 1\n", 2, "b c", P::NotAName);
}

#[test]
fn an_error_shows_a_bounded_text_without_control_characters() {
    let text = format!(
        "struct {}\u{1b}[2J\u{202e}, size x, align 4\n",
        "A".repeat(1 << 20)
    );
    assert_eq!(Layouts::parse(&text).unwrap_err().text(), "x");
    let text = format!("\u{1b}[2J\u{202e}{}\n", "A".repeat(1 << 20));
    let error = Layouts::parse(&text).unwrap_err();
    assert!(error.text().starts_with("\\u{1b}[2J\\u{202e}AAA"));
    assert!(error.text().ends_with("A…") && error.text().chars().count() < 70);
}

/// Xorshift; the same run each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

#[test]
fn mutated_text_is_read_or_refused() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let words = [
        ", ",
        ": ",
        " = ",
        "\n",
        "\n\n",
        "    ",
        "<",
        ">",
        "[",
        "->",
        "#",
        "-",
        "0",
        "9",
        "\0",
        "\r",
        "ä",
        "\u{202e}",
        "struct ",
        "size ",
        ", added",
        ", extensible",
        "18446744073709551615",
        "<<<<<<< ",
    ];
    let (mut read, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let mut bytes = VALID.as_bytes().to_vec();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            let end = (at + random.below(40)).min(bytes.len());
            match random.below(6) {
                0 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                1 => drop(bytes.drain(at..end)),
                2 => bytes.truncate(at + 1),
                3 => drop(bytes.splice(at..at, words[random.below(words.len())].bytes())),
                4 => {
                    let piece = bytes[at..end].to_vec();
                    let to = random.below(bytes.len());
                    drop(bytes.splice(to..to, piece));
                }
                _ => {
                    // A whole line, to another place.
                    let mut lines: Vec<_> = bytes.split_inclusive(|b| *b == b'\n').collect();
                    let line = lines.remove(random.below(lines.len()));
                    lines.insert(random.below(lines.len() + 1), line);
                    bytes = lines.concat();
                }
            }
            if bytes.is_empty() {
                bytes.push(b'\n');
            }
        }
        match Layouts::parse(&String::from_utf8_lossy(&bytes)) {
            Ok(layouts) => {
                read += 1;
                assert_eq!(Layouts::parse(&layouts.to_string()), Ok(layouts));
            }
            Err(error) => {
                refused += 1;
                let text = error.to_string();
                assert!(!text.contains(char::is_control) && text.len() < 400, "{text:?}");
            }
        }
    }
    assert!(read > 1_000 && refused > 10_000, "{read} read, {refused} refused");
}

#[test]
fn a_megabyte_takes_no_time() {
    let fields = |count: usize| {
        (0..count).fold(String::new(), |all, i| {
            all + &format!("    f{i}: (), offset 0, size 0\n")
        })
    };
    let header = "struct A, size 0, align 1\n";
    let texts = [
        format!("{header}{}", fields(30_000)),
        // After a type with many fields, many types with one.
        (0..20_000).fold(format!("{header}{}", fields(15_000)), |all, i| {
            all + &format!("struct B{i}, size 0, align 1\n    x: (), offset 0, size 0\n")
        }),
        format!(
            "enum A, size 0, align 1\n{}",
            (0..90_000).fold(String::new(), |all, i| all + &format!("    {i} = 0\n"))
        ),
        header.repeat(40_000),
        format!(
            "struct {}{}, size 0, align 1\n",
            "<".repeat(1 << 19),
            ">".repeat(1 << 19)
        ),
        format!("struct {}, size 0, align 1\n", "A<,: ".repeat(1 << 18)),
        // The same variants again, in the other order; and others in their place.
        [false, true]
            .map(|turned| {
                let line = |i: usize| format!("    {i}zzzzzzzzzz = {i}\n");
                let lines = (0..19_000).map(|i| line(if turned { 18_999 - i } else { i }));
                format!("enum A, size 0, align 1\n{}", lines.collect::<String>())
            })
            .concat(),
        // The same for fields, that of a union having no order.
        [false, true]
            .map(|turned| {
                let line = |i: usize| format!("    {}{i}: (), offset 0, size 0\n", "x".repeat(30));
                let lines = (0..16_000).map(|i| line(if turned { 15_999 - i } else { i }));
                format!("union A, size 0, align 1\n{}", lines.collect::<String>())
            })
            .concat(),
        ", size 0".repeat(1 << 17),
        format!("struct {}\n", ", align 1".repeat(1 << 17)),
        format!("{header}    x{}\n", ": ".repeat(1 << 19)),
        "\n".repeat(1 << 20),
        "#\n".repeat(1 << 19),
        format!("{header}    x: (), offset 0, size {}\n", "1".repeat(1 << 20)),
    ];
    for text in texts {
        let start = Instant::now();
        let _ = Layouts::parse(&text);
        // Some 50 ms without optimization. If it were quadratic, minutes.
        assert!(start.elapsed() < Duration::from_secs(10), "{}", &text[..60]);
    }
}

/// A union's fields, and an enum's of all variants, may stand in any order.
#[test]
fn the_holes_of_a_megabyte_take_no_time() {
    // Each in a place of its own, in steps of a prime that is larger than their number.
    let place = |i: usize| 3 * (i * 27_983 % 24_000);
    let fields = |indent: &str, first: &str| {
        (0..24_000).fold(String::from(first), |all, i| {
            all + &format!("{indent}f{i}: u8, offset {}, size 1\n", place(i) + 4)
        })
    };
    let variants = (0..12_000).fold(String::new(), |all, i| {
        all + &format!("    V{i} = {i}\n        f: u8, offset {}, size 1\n", place(i) + 4)
    });
    let tag = "    tag: u32, offset 0, size 4\n";
    let texts = [
        format!("union A, size 72004, align 1\n{}", fields("    ", "")),
        format!(
            "enum A, size 72004, align 4\n{tag}{}",
            fields("        ", "    V = 0\n")
        ),
        format!("enum A, size 72004, align 4\n{tag}{variants}"),
    ];
    for text in texts {
        let layouts = Layouts::parse(&text).unwrap();
        let layout = layouts.get("A").unwrap();
        let start = Instant::now();
        let (listing, holes) = (layout.to_string(), layout.holes().count());
        assert!(holes >= 12_000 && listing.contains("of padding"), "{holes}");
        // Some 500 ms without optimization. If each hole looked at all fields, most of a minute.
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{} {:?}",
            &text[..60],
            start.elapsed()
        );
    }
}
