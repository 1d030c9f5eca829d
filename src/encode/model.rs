//! The model: its three files, from a folder or from inside the program.

use super::{Config, Embedded, Engine, Kernel, ModelError, Precision, Reader, weights};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::Path;

/// The files of a trained model.
pub struct Model {
    /// `model.safetensors`.
    weights: Cow<'static, [u8]>,
    /// `tokenizer.json`.
    tokenizer: Cow<'static, [u8]>,
    /// `config.json`.
    config: Cow<'static, [u8]>,
}

impl Model {
    /// The model that is part of the program.
    #[cfg(feature = "model")]
    pub fn embedded() -> Model {
        Model {
            weights: Cow::Borrowed(include_bytes!("../../models/model.safetensors")),
            tokenizer: Cow::Borrowed(include_bytes!("../../models/tokenizer.json")),
            config: Cow::Borrowed(include_bytes!("../../models/config.json")),
        }
    }

    /// The model in a folder.
    ///
    /// # Errors
    /// When one of its files cannot be read; the error names it.
    pub fn open(folder: &Path) -> Result<Model, ModelError> {
        let file = |name| weights::read(folder, name).map(Cow::Owned);
        Ok(Model {
            weights: file("model.safetensors")?,
            tokenizer: file("tokenizer.json")?,
            config: file("config.json")?,
        })
    }

    /// The embedded engine over its encoder.
    ///
    /// # Errors
    /// When the files do not fit each other.
    pub fn engine(&self, kernel: Kernel, precision: Precision) -> Result<Embedded, ModelError> {
        let config = self.config_text()?;
        match self.weights {
            Cow::Borrowed(weights) => Embedded::from_static(weights, config, kernel, precision),
            Cow::Owned(ref weights) => Embedded::from_bytes(weights, config, kernel, precision),
        }
    }

    /// rust-bert over its encoder.
    ///
    /// # Errors
    /// When the files do not fit each other, or there is no such device.
    #[cfg(feature = "rust-bert")]
    pub fn rust_bert(
        &self,
        device: super::Device,
        number: super::Number,
    ) -> Result<super::RustBert, ModelError> {
        super::RustBert::from_bytes(&self.weights, self.config_text()?, device, number)
    }

    /// A reader of its heads over `engine`.
    ///
    /// # Errors
    /// When the files do not fit each other.
    pub fn reader(&self, engine: Box<dyn Engine>) -> Result<Reader, ModelError> {
        // A kernel that the environment names wrongly is reported where the engine is made.
        let kernel = Kernel::choose().unwrap_or_else(|_| Kernel::best());
        Reader::new(engine, &self.weights, &self.tokenizer, &self.config, kernel)
    }

    /// The shape of its encoder.
    ///
    /// # Errors
    /// When `config.json` is not what it should be.
    pub fn shape(&self) -> Result<Config, ModelError> {
        Config::parse(self.config_text()?)
    }

    /// SHA-256 of its three files, in hexadecimal digits.
    pub fn hash(&self) -> String {
        let parts = [&self.weights, &self.tokenizer, &self.config];
        let hasher = parts.into_iter().fold(Sha256::new(), |hasher, part| {
            hasher.chain_update((part.len() as u64).to_le_bytes()).chain_update(part)
        });
        crate::store::manifest::hex(hasher)
    }

    /// Its weights as they are stored.
    pub fn weights(&self) -> &[u8] {
        &self.weights
    }

    fn config_text(&self) -> Result<&str, ModelError> {
        std::str::from_utf8(&self.config).map_err(|e| ModelError::Config(e.to_string()))
    }
}

/// What the program's own model reads in a text, for tests of the stages behind; and what the types
/// of its names are called.
#[cfg(all(test, feature = "model"))]
pub(crate) fn read(text: &str) -> (super::Reading, &'static [String]) {
    static READER: std::sync::LazyLock<Reader> = std::sync::LazyLock::new(|| {
        let model = Model::embedded();
        let engine = model.engine(Kernel::best(), Precision::Int8).expect("the files fit each other");
        model.reader(Box::new(engine)).expect("the files fit each other")
    });
    let sentences = crate::segment::segment(text, &[]).sentences;
    let source = super::reader::Source { text, debris: Vec::new(), sentences: &sentences };
    let mut readings = READER.read(&[source]).expect("the engine reads any text");
    (readings.remove(0), READER.name_types())
}
