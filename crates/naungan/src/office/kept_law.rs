//! Packs of law in the database: what decided once can decide again.

use anyhow::{Context, Result, bail};
use base::Moment;
use rules::tree::Tree;
use rules::{LawPack, SourceFile};
use store::Unit;
use store::queries::laws;

/// The law with values the institution has declared put in.
pub(crate) fn assuming(pack: &LawPack, declared: &[(String, String)]) -> Result<Tree> {
    let mut assumptions = Vec::new();
    for (place, value) in declared {
        let text = format!("{place} {value}");
        let read = pack.assumption(&text);
        assumptions.push(
            read.map_err(|why| anyhow::anyhow!("the declared value `{text}` does not fit the law: {why}"))?,
        );
    }
    Ok(pack.assuming(&assumptions))
}

/// Keeps the pack, if it is not kept yet.
pub(crate) fn keep(unit: &mut Unit<'_>, pack: &LawPack, now: Moment) -> Result<()> {
    if laws::is_kept(unit, pack.fingerprint())? {
        return Ok(());
    }
    let mut texts = Vec::new();
    for file in pack.files() {
        texts.extend_from_slice(format!("{}\n{}\n", file.path, file.text.len()).as_bytes());
        texts.extend_from_slice(file.text.as_bytes());
    }
    laws::keep(unit, pack.fingerprint(), &texts, now)
}

/// A kept pack, read and checked again.
pub(crate) fn read(unit: &mut Unit<'_>, fingerprint: &str) -> Result<LawPack> {
    let Some(texts) = laws::texts(unit, fingerprint)? else {
        bail!("the law {fingerprint} is not kept in this database");
    };
    let files = unpack(&texts).with_context(|| format!("the kept law {fingerprint} is damaged"))?;
    let pack = LawPack::read(files)
        .map_err(|unreadable| anyhow::anyhow!("could not read the kept law: {}", unreadable.render(false)))?;
    if pack.fingerprint() != fingerprint {
        bail!("the kept law {fingerprint} was changed: it is {} now", pack.fingerprint());
    }
    Ok(pack)
}

fn unpack(texts: &[u8]) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut rest = std::str::from_utf8(texts)?;
    while !rest.is_empty() {
        let (path, after) = rest.split_once('\n').context("a path is cut off")?;
        let (length, after) = after.split_once('\n').context("a length is cut off")?;
        let length: usize = length.parse()?;
        let text = after.get(..length).context("a text is cut off")?;
        files.push(SourceFile { path: path.to_owned(), text: text.to_owned() });
        rest = &after[length..];
    }
    Ok(files)
}
