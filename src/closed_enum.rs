//! Closed enums: the names of their variants, as records and tables write them.

use thiserror::Error;

/// Error of parsing a name that no variant has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name:?} is none of {expected}")]
pub struct UnknownName {
    /// The name that was given.
    pub name: String,
    /// The names that there are.
    pub expected: String,
}

/// Gives an enum `ALL`, `as_str`, `Display` and `FromStr` by the names of its variants. The names that serde gives
/// it are the same, which a test beside the enum holds.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// All variants, in the order of their declaration.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            /// The name of the variant, as records write it.
            pub const fn as_str(self) -> &'static str {
                match self { $($type::$variant => $name),+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::closed_enum::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                $type::ALL.iter().copied().find(|one| one.as_str() == name).ok_or_else(|| {
                    let expected = $type::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
                    $crate::closed_enum::UnknownName { name: name.to_owned(), expected }
                })
            }
        }
    };
}
pub(crate) use names;
