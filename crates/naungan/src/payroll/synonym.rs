//! The headings that employers put over their columns, in Indonesian and English.
//!
//! Capitals, spaces, points, underscores and whatever stands in brackets make no difference: `No. KTP`,
//! `NO_KTP` and `no ktp (16 digit)` are one heading.

/// The population number.
pub(super) const NIK: &[&str] = &[
    "nik",
    "no nik",
    "nomor nik",
    "nik ktp",
    "no ktp",
    "nomor ktp",
    "no ktp/nik",
    "nomor induk kependudukan",
    "no identitas",
    "nomor identitas",
    "nik tenaga kerja",
    "nik peserta",
    "national id",
    "population number",
];

/// The person's name.
pub(super) const NAME: &[&str] = &[
    "nama",
    "nama lengkap",
    "nama tenaga kerja",
    "nama tk",
    "nama pekerja",
    "nama karyawan",
    "nama pegawai",
    "nama peserta",
    "name",
    "full name",
    "employee name",
    "worker name",
];

/// The number of the membership.
pub(super) const KPJ: &[&str] = &[
    "kpj",
    "no kpj",
    "nomor kpj",
    "nomor peserta",
    "no peserta",
    "no bpjs ketenagakerjaan",
    "nomor bpjs ketenagakerjaan",
    "no bpjstk",
    "no jamsostek",
    "member number",
];

/// The number of the employer.
pub(super) const NPP: &[&str] = &[
    "npp",
    "no npp",
    "nomor npp",
    "nomor pendaftaran perusahaan",
    "no pendaftaran perusahaan",
    "kode perusahaan",
    "employer number",
];

/// The usual facts by the name that the law gives them.
pub(super) const FACTS: &[(&str, &[&str])] = &[
    (
        "wage",
        &[
            "upah",
            "gaji",
            "upah sebulan",
            "gaji sebulan",
            "upah per bulan",
            "upah bulanan",
            "upah tk",
            "upah tenaga kerja",
            "upah dilaporkan",
            "salary",
            "monthly wage",
            "monthly salary",
        ],
    ),
    ("arrears", &["rapel", "upah rapel", "rapel upah", "back pay"]),
    (
        "income",
        &["penghasilan", "penghasilan sebulan", "penghasilan per bulan", "pendapatan", "monthly income"],
    ),
    ("declared_income", &["penghasilan dilaporkan", "dasar upah", "dasar penghasilan"]),
    (
        "segment",
        &["segmen", "segmen peserta", "segmentasi", "jenis kepesertaan", "kategori peserta", "category"],
    ),
    (
        "risk_class",
        &[
            "kelompok risiko",
            "kelompok resiko",
            "tingkat risiko",
            "tingkat resiko",
            "tingkat risiko lingkungan kerja",
            "kelas risiko",
            "risiko",
            "kelompok jkk",
            "risiko jkk",
            "tarif jkk",
            "risk",
            "risk group",
            "risk level",
        ],
    ),
    ("enterprise_size", &["skala usaha", "skala perusahaan", "ukuran usaha", "besar usaha", "company size"]),
    ("sector", &["sektor", "sektor usaha", "bidang usaha", "jenis usaha", "lapangan usaha", "industry"]),
    ("occupation", &["pekerjaan", "jenis pekerjaan", "jabatan", "profesi", "job"]),
    (
        "birth_date",
        &[
            "tanggal lahir",
            "tgl lahir",
            "tgl_lahir",
            "lahir",
            "date of birth",
            "birthday",
            "birth day",
            "dob",
        ],
    ),
    (
        "start_date",
        &["tanggal mulai", "tanggal mulai bekerja", "tgl masuk", "tanggal masuk", "mulai kerja", "hire date"],
    ),
    ("end_date", &["tanggal berhenti", "tanggal keluar", "tgl keluar", "akhir kerja", "termination date"]),
    ("jht_chosen", &["pilih jht", "ikut jht", "jht", "old-age savings"]),
    ("jp_chosen", &["pilih jp", "ikut jp", "jp"]),
    ("sex", &["jenis kelamin", "kelamin", "jk", "gender"]),
    ("month", &["bulan", "bulan iuran", "periode", "masa iuran", "period", "contribution month"]),
    ("funded_by", &["sumber iuran", "pembayar", "dibayar oleh", "sumber dana", "paid by", "funding"]),
    ("foreigner", &["wna", "tenaga kerja asing", "tka", "warga negara asing", "foreign worker"]),
    ("employees", &["jumlah pekerja", "jumlah karyawan", "jumlah tenaga kerja", "headcount"]),
    ("contract_value", &["nilai kontrak", "nilai proyek", "project value"]),
];

/// The synonyms of a fact, if it is a usual one.
pub(super) fn of_fact(name: &str) -> &'static [&'static str] {
    FACTS.iter().find(|(fact, _)| *fact == name).map_or(&[], |(_, headings)| headings)
}
