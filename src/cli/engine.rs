//! The flags that say which model is run, and on what.

use anyhow::Result;
use clap::Args;
use clap::error::ErrorKind;
use onrecord::encode::{self, Device, Kernel, Model, Precision, Reader};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A model and the engine that runs it.
#[derive(Args, Debug)]
pub struct Engine {
    /// A model other than the one inside the program: a folder with model.safetensors,
    /// tokenizer.json and config.json
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,

    /// What runs the encoder: embedded, or rust-bert (libtorch) in a build that has it
    #[arg(long, value_name = "ENGINE", default_value = "embedded", value_parser = name)]
    engine: Name,

    /// How the encoder computes: embedded has int8 (fast, what it does when nothing is said) and
    /// f32; rust-bert has f32 and bf16
    #[arg(long, value_name = "P", value_parser = ["int8", "f32", "bf16"])]
    precision: Option<String>,

    /// Where rust-bert computes: cpu or cuda:N
    #[arg(long, value_name = "DEVICE", default_value = "cpu")]
    device: Device,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Embedded,
    RustBert,
}

fn name(name: &str) -> Result<Name, String> {
    match name {
        "embedded" => Ok(Name::Embedded),
        "rust-bert" if cfg!(feature = "rust-bert") => Ok(Name::RustBert),
        "rust-bert" => Err("this build is without it; README.md, Engines, tells how to build with it:\n  \
             eval \"$(tests/engines/libtorch)\" && cargo build --release --features rust-bert"
            .to_owned()),
        _ => Err("there are embedded and rust-bert".to_owned()),
    }
}

impl Engine {
    /// The model's heads over the engine that the flags name.
    ///
    /// # Errors
    /// When flags contradict each other, or the model cannot be loaded.
    pub fn reader(&self) -> Result<Reader> {
        let precision = self.precision.as_deref();
        let engine: Box<dyn encode::Engine>;
        let model;
        match self.engine {
            Name::Embedded => {
                let precision = match precision {
                    Some("bf16") => return contradiction("--precision bf16 needs --engine rust-bert"),
                    Some("f32") => Precision::F32,
                    _ => Precision::Int8,
                };
                if self.device != Device::Cpu {
                    return contradiction(&format!("--device {} needs --engine rust-bert", self.device));
                }
                model = self.model()?;
                engine = Box::new(model.engine(Kernel::choose()?, precision)?);
            }
            Name::RustBert => {
                if precision == Some("int8") {
                    return contradiction("--precision int8 needs --engine embedded");
                }
                model = self.model()?;
                engine = rust_bert(&model, self.device, precision == Some("bf16"))?;
            }
        }
        Ok(model.reader(engine)?)
    }

    /// What decides the bytes of a record here, by name: the model by its hash, not by its place.
    ///
    /// # Errors
    /// When the model's files cannot be read.
    pub fn settings(&self) -> Result<BTreeMap<String, String>> {
        let precision = match (self.precision.as_deref(), self.engine) {
            (Some(precision), _) => precision,
            (None, Name::Embedded) => "int8",
            (None, Name::RustBert) => "f32",
        };
        let engine = match self.engine {
            Name::Embedded => "embedded".to_owned(),
            Name::RustBert => format!("rust-bert on {}", self.device),
        };
        Ok(BTreeMap::from([
            ("model".to_owned(), self.model()?.hash()),
            ("--precision".to_owned(), precision.to_owned()),
            ("--engine".to_owned(), engine),
        ]))
    }

    fn model(&self) -> Result<Model> {
        match &self.model {
            Some(folder) => Ok(Model::open(folder)?),
            None => embedded(),
        }
    }
}

fn contradiction<T>(message: &str) -> Result<T> {
    Err(clap::Error::raw(ErrorKind::ArgumentConflict, format!("{message}\n")).into())
}

#[cfg(feature = "rust-bert")]
fn rust_bert(model: &Model, device: Device, bf16: bool) -> Result<Box<dyn encode::Engine>> {
    let number = if bf16 { encode::Number::Bf16 } else { encode::Number::F32 };
    Ok(Box::new(model.rust_bert(device, number)?))
}

#[cfg(not(feature = "rust-bert"))]
fn rust_bert(_: &Model, _: Device, _: bool) -> Result<Box<dyn encode::Engine>> {
    unreachable!("a build without it does not take its name")
}

#[cfg(feature = "model")]
fn embedded() -> Result<Model> {
    Ok(Model::embedded())
}

#[cfg(not(feature = "model"))]
fn embedded() -> Result<Model> {
    anyhow::bail!("this build holds no model: give one with --model DIR")
}
