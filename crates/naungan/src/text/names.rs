//! Words for what programs know by an English name.

use rules::render::Lang;
use rules::tree::Tree;

/// What kind of payer it is.
pub(crate) fn payer_kind(name: &str, lang: Lang) -> &str {
    let id = match name {
        "employer" => "pemberi kerja",
        "branch" => "cabang",
        "project" => "proyek",
        "platform" => "perusahaan aplikasi",
        "sponsor" => "penyandang dana",
        "own" => "pembayar mandiri",
        other => other,
    };
    lang.pick(id, name)
}

/// A segment of the law.
pub(crate) fn segment<'a>(tree: &'a Tree, name: &'a str, lang: Lang) -> &'a str {
    let found = tree.jurisdiction.segments.iter().find(|segment| segment.name == name);
    lang.pick(found.map_or(name, |segment| &segment.words.id), name)
}

/// A size of enterprise, as the law names them.
pub(crate) fn size<'a>(tree: &'a Tree, name: &'a str, lang: Lang) -> &'a str {
    let sizes = tree.kinds.iter().find(|kind| kind.name == "enterprise_size");
    let found = sizes.and_then(|sizes| {
        let at = sizes.options.iter().position(|option| option == name)?;
        sizes.words.get(at)
    });
    lang.pick(found.map_or(name, |words| &words.id), name)
}
